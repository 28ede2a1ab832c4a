/** Who is in a generated trail: keys with their owners, and the addresses that they call from. */

/** What a call asks for. */
export interface TrailCall {
  readonly source: string;
  readonly name: string;
  /** What CloudTrail has as `requestParameters`. `#` stands for a number that changes. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources?: readonly { readonly ARN: string; readonly type: string }[];
  readonly isData?: boolean;
  /** The call is refused with this code. Default: it succeeds. */
  readonly errorCode?: string;
  /** What CloudTrail has as `responseElements`. Default: `null`. */
  readonly response?: object;
}

/** What a key does through sessions: it begins one now and then, and the session makes the calls. */
export interface TrailSessions {
  readonly start: "AssumeRole" | "GetFederationToken" | "GetSessionToken";
  /** The role of `AssumeRole`. Default: none. */
  readonly roleArn?: string;
  /** The session assumes this role in turn, and that session makes the calls. */
  readonly thenRoleArn?: string;
  readonly calls: readonly TrailCall[];
  /** How many calls a session makes, its start included. */
  readonly each: number;
}

/** A user's access key, and what it does in the trail. */
export interface TrailKey {
  readonly keyId: string;
  readonly userName: string;
  /** Each call comes from one of them. A text that is no address is the name of an AWS service. */
  readonly addresses: readonly string[];
  readonly userAgents: readonly string[];
  readonly calls: readonly TrailCall[];
  /** How much of all calls of users is its, relative to the others. */
  readonly weight: number;
  /** The part of the trail's time in which it calls, from 0 to 1. Default: all of it. */
  readonly active?: readonly [from: number, until: number];
  /** Its calls are only starts of sessions, and what these do. Default: the key makes all calls itself. */
  readonly sessions?: TrailSessions;
  /** All its calls come through this VPC endpoint. Default: none. */
  readonly vpcEndpointId?: string;
}

/** The account of the trail. AWS's documentation uses it. */
export const TRAIL_ACCOUNT = "111122223333";

const S3 = "s3.amazonaws.com";

function objectCall(name: string, bucket: string, key: string): TrailCall {
  return {
    source: S3,
    name,
    parameters: { bucketName: bucket, key, Host: `${bucket}.s3.eu-west-1.amazonaws.com` },
    resources: [
      { ARN: `arn:aws:s3:::${bucket}/${key}`, type: "AWS::S3::Object" },
      { ARN: `arn:aws:s3:::${bucket}`, type: "AWS::S3::Bucket" },
    ],
    isData: true,
  };
}

function listCall(bucket: string): TrailCall {
  return {
    source: S3,
    name: "ListObjects",
    parameters: { bucketName: bucket, "list-type": "2", prefix: "incoming/" },
    resources: [{ ARN: `arn:aws:s3:::${bucket}`, type: "AWS::S3::Bucket" }],
    isData: true,
  };
}

/** The addresses of {@link TRAIL_SERVICE_TAGS} that these keys call from. */
export const AZURE_ADDRESS = {
  vm: "20.50.1.17",
  appService: "20.105.216.9",
  functions: "2603:1020:206:4::9",
} as const;

/** Keys of every kind that the commands tell apart. */
export const TRAIL_KEYS: readonly TrailKey[] = [
  {
    keyId: "AKIAIMPORTER00000001",
    userName: "importer",
    addresses: [AZURE_ADDRESS.vm],
    userAgents: ["[aws-cli/2.17.9 md/awscrt#0.21.2 ua/2.0 os/linux#6.5.0-azure md/arch#x86_64]"],
    calls: [listCall("orders-incoming"), objectCall("GetObject", "orders-incoming", "incoming/#.csv")],
    weight: 40,
  },
  {
    keyId: "AKIAWEBSHOP000000002",
    userName: "webshop",
    addresses: [AZURE_ADDRESS.appService, AZURE_ADDRESS.functions],
    userAgents: ["[Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#5.15 md/arch#x86_64 lang/python#3.11.4]"],
    calls: [
      objectCall("PutObject", "webshop-images", "images/#.png"),
      {
        source: "sqs.amazonaws.com",
        name: "SendMessage",
        parameters: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${TRAIL_ACCOUNT}/orders` },
        resources: [{ ARN: `arn:aws:sqs:eu-west-1:${TRAIL_ACCOUNT}:orders`, type: "AWS::SQS::Queue" }],
        isData: true,
      },
      {
        source: "secretsmanager.amazonaws.com",
        name: "GetSecretValue",
        parameters: { secretId: "webshop/database" },
      },
      {
        source: "dynamodb.amazonaws.com",
        name: "PutItem",
        parameters: { tableName: "orders" },
        errorCode: "AccessDenied",
        isData: true,
      },
    ],
    weight: 20,
  },
  {
    keyId: "AKIAMOVED00000000003",
    userName: "moved",
    addresses: [AZURE_ADDRESS.vm],
    userAgents: ["aws-sdk-java/2.20.160 Linux/5.15.0-azure OpenJDK_64-Bit_Server_VM/17.0.10"],
    calls: [listCall("moved-reports")],
    weight: 10,
    active: [0, 0.5],
  },
  {
    keyId: "AKIALAPTOP0000000004",
    userName: "ada",
    // A laptop in the office, and once in a while Azure's Cloud Shell.
    addresses: [...Array<string>(9).fill("203.0.113.20"), AZURE_ADDRESS.vm],
    userAgents: ["[aws-cli/2.15.0 Python/3.11.6 Darwin/23.2.0 source/x86_64]"],
    calls: [
      { source: "ec2.amazonaws.com", name: "DescribeInstances", parameters: {} },
      { source: "iam.amazonaws.com", name: "ListUsers", parameters: {} },
    ],
    weight: 20,
  },
  {
    keyId: "AKIAOFFICE0000000005",
    userName: "backup-server",
    addresses: ["198.51.100.7"],
    userAgents: ["rclone/v1.65.0"],
    calls: [objectCall("PutObject", "office-backups", "daily/#.tar")],
    weight: 10,
  },
  {
    keyId: "AKIAENDPOINT00000006",
    userName: "mainframe",
    addresses: ["10.20.0.4"],
    userAgents: ["Boto3/1.26.0 Python/3.9.2"],
    calls: [objectCall("GetObject", "ledger", "books/#.json")],
    weight: 5,
    vpcEndpointId: "vpce-0a1b2c3d4e5f67890",
  },
  {
    keyId: "AKIACHAIN00000000007",
    userName: "reports",
    addresses: [AZURE_ADDRESS.vm],
    userAgents: ["Boto3/1.34.0"],
    calls: [],
    sessions: {
      start: "AssumeRole",
      roleArn: `arn:aws:iam::${TRAIL_ACCOUNT}:role/hub`,
      thenRoleArn: `arn:aws:iam::${TRAIL_ACCOUNT}:role/reports-reader`,
      calls: [objectCall("GetObject", "reports", "daily/#.csv")],
      each: 7,
    },
    weight: 15,
  },
  {
    keyId: "AKIATOKEN00000000008",
    userName: "batch",
    addresses: [AZURE_ADDRESS.appService],
    userAgents: ["aws-sdk-go-v2/1.30.0"],
    calls: [],
    sessions: { start: "GetSessionToken", calls: [objectCall("PutObject", "batches", "out/#.csv")], each: 5 },
    weight: 10,
  },
];

/**
 * A service tags file with made-up prefixes, in the form of Microsoft's.
 *
 * Source: Microsoft, "Virtual network service tags", "Service tags on-premises".
 */
export const TRAIL_SERVICE_TAGS = {
  changeNumber: 312,
  cloud: "Public",
  values: [
    tag("AzureCloud", "", "", ["20.50.0.0/16", "20.105.0.0/16", "2603:1020:200::/40"]),
    tag("AzureCloud.westeurope", "westeurope", "", ["20.50.0.0/17", "20.105.216.0/24", "2603:1020:206::/48"]),
    tag("AzureCloud.northeurope", "northeurope", "", ["20.50.128.0/17"]),
    tag("AppService", "", "AzureAppService", ["20.105.216.0/27"]),
    tag("AppService.WestEurope", "westeurope", "AzureAppService", [
      "20.105.216.0/27",
      "2603:1020:206:4::/64",
    ]),
  ],
};

function tag(name: string, region: string, systemService: string, addressPrefixes: readonly string[]) {
  return {
    name,
    id: name,
    properties: {
      changeNumber: 12,
      region,
      regionId: region === "" ? 0 : 18,
      platform: "Azure",
      systemService,
      addressPrefixes,
      networkFeatures: ["API", "NSG", "UDR", "FW"],
    },
  };
}
