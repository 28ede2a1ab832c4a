/**
 * Which actions of IAM an API call needs. Most have the name of the call; the tables have those that do not.
 *
 * Sources: AWS, Service Authorization Reference, "API operations defined by Amazon S3" and the pages of the other services; Amazon S3
 * user guide, "Amazon S3 CloudTrail events", for the names in the log; Amazon SQS developer guide, "Amazon SQS API permissions", and
 * Amazon SNS API, "PublishBatch", for batches; AWS STS API, "GetCallerIdentity"; Amazon Bedrock API, "Converse".
 */

/** Services whose prefix in IAM is not the first part of the event's source. */
const PREFIXES: Readonly<Record<string, string>> = {
  "monitoring.amazonaws.com": "cloudwatch",
  "streams.dynamodb.amazonaws.com": "dynamodb",
  "tagging.amazonaws.com": "tag",
  "models.lex.amazonaws.com": "lex",
  "runtime.lex.amazonaws.com": "lex",
  "appstream2.amazonaws.com": "appstream",
  "mturk-requester.amazonaws.com": "mechanicalturk",
  "entitlement.marketplace.amazonaws.com": "aws-marketplace",
  "metering.marketplace.amazonaws.com": "aws-marketplace",
};

/**
 * Calls that need actions of other names, by the prefix of their service. An empty list means that no permission is needed.
 *
 * Each row has a grade. A: `flosell/trailscraper` has the same pair. B: its list of actions or a managed policy in
 * `iann0036/iam-dataset` has the action, and only AWS's pages have the pair. C: AWS's pages alone, of which no copy was read.
 * No row was tried in an AWS account. Where trailscraper has another action, such as DeleteReplicationConfiguration for
 * DeleteBucketReplication, the row follows the Amazon S3 API reference.
 */
const RENAMED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  s3: {
    CompleteMultipartUpload: ["PutObject"], // A
    CopyObject: ["PutObject"], // A
    CreateMultipartUpload: ["PutObject"], // A
    DeleteBucketAnalyticsConfiguration: ["PutAnalyticsConfiguration"], // A
    DeleteBucketCors: ["PutBucketCORS"], // B
    DeleteBucketEncryption: ["PutEncryptionConfiguration"], // A
    DeleteBucketInventoryConfiguration: ["PutInventoryConfiguration"], // A
    DeleteBucketLifecycle: ["PutLifecycleConfiguration"], // A
    DeleteBucketMetricsConfiguration: ["PutMetricsConfiguration"], // A
    DeleteBucketOwnershipControls: ["PutBucketOwnershipControls"], // B
    DeleteBucketPublicAccessBlock: ["PutBucketPublicAccessBlock"], // B
    DeleteBucketReplication: ["PutReplicationConfiguration"], // B
    DeleteBucketTagging: ["PutBucketTagging"], // A
    DeleteObjects: ["DeleteObject"], // A
    DeletePublicAccessBlock: ["PutBucketPublicAccessBlock"], // B
    GetBucketAccelerateConfiguration: ["GetAccelerateConfiguration"], // A
    GetBucketAnalyticsConfiguration: ["GetAnalyticsConfiguration"], // A
    GetBucketCors: ["GetBucketCORS"], // B
    GetBucketEncryption: ["GetEncryptionConfiguration"], // A
    GetBucketInventoryConfiguration: ["GetInventoryConfiguration"], // A
    GetBucketLifecycle: ["GetLifecycleConfiguration"], // A
    GetBucketLifecycleConfiguration: ["GetLifecycleConfiguration"], // A
    GetBucketMetricsConfiguration: ["GetMetricsConfiguration"], // A
    GetBucketNotificationConfiguration: ["GetBucketNotification"], // A
    GetBucketReplication: ["GetReplicationConfiguration"], // A
    GetObjectAttributes: ["GetObject", "GetObjectAttributes"], // B
    GetObjectLockConfiguration: ["GetBucketObjectLockConfiguration"], // B
    GetPublicAccessBlock: ["GetBucketPublicAccessBlock"], // B
    HeadBucket: ["ListBucket"], // A
    HeadObject: ["GetObject"], // A
    ListBucketAnalyticsConfigurations: ["GetAnalyticsConfiguration"], // A
    ListBucketInventoryConfigurations: ["GetInventoryConfiguration"], // A
    ListBucketMetricsConfigurations: ["GetMetricsConfiguration"], // A
    ListBuckets: ["ListAllMyBuckets"], // A
    ListMultipartUploads: ["ListBucketMultipartUploads"], // A
    ListObjectVersions: ["ListBucketVersions"], // A
    ListObjects: ["ListBucket"], // A
    ListObjectsV2: ["ListBucket"], // A
    ListParts: ["ListMultipartUploadParts"], // A
    PutBucketAccelerateConfiguration: ["PutAccelerateConfiguration"], // A
    PutBucketAnalyticsConfiguration: ["PutAnalyticsConfiguration"], // A
    PutBucketCors: ["PutBucketCORS"], // B
    PutBucketEncryption: ["PutEncryptionConfiguration"], // A
    PutBucketInventoryConfiguration: ["PutInventoryConfiguration"], // A
    PutBucketLifecycle: ["PutLifecycleConfiguration"], // A
    PutBucketLifecycleConfiguration: ["PutLifecycleConfiguration"], // A
    PutBucketMetricsConfiguration: ["PutMetricsConfiguration"], // A
    PutBucketNotificationConfiguration: ["PutBucketNotification"], // A
    PutBucketReplication: ["PutReplicationConfiguration"], // B
    PutObjectLockConfiguration: ["PutBucketObjectLockConfiguration"], // B
    PutPublicAccessBlock: ["PutBucketPublicAccessBlock"], // B
    SelectObjectContent: ["GetObject"], // B
    UploadPart: ["PutObject"], // A
    UploadPartCopy: ["PutObject"], // A
  },
  lambda: { Invoke: ["InvokeFunction"], InvokeAsync: ["InvokeFunction"] }, // B
  kms: { ReEncrypt: ["ReEncryptFrom", "ReEncryptTo"] }, // B
  sqs: {
    ChangeMessageVisibilityBatch: ["ChangeMessageVisibility"], // B
    DeleteMessageBatch: ["DeleteMessage"], // B
    SendMessageBatch: ["SendMessage"], // B
  },
  sns: { PublishBatch: ["Publish"] }, // B
  secretsmanager: { BatchGetSecretValue: ["BatchGetSecretValue", "GetSecretValue"] }, // B
  bedrock: { Converse: ["InvokeModel"], ConverseStream: ["InvokeModelWithResponseStream"] }, // B
  sts: { GetCallerIdentity: [] }, // C
};

/** Actions on objects, whose version has an action of its own. */
const VERSIONED: Readonly<Record<string, string>> = {
  GetObject: "GetObjectVersion",
  GetObjectAcl: "GetObjectVersionAcl",
  GetObjectAttributes: "GetObjectVersionAttributes",
  GetObjectTagging: "GetObjectVersionTagging",
  DeleteObject: "DeleteObjectVersion",
  DeleteObjectTagging: "DeleteObjectVersionTagging",
  PutObjectAcl: "PutObjectVersionAcl",
  PutObjectTagging: "PutObjectVersionTagging",
};

/** Services whose actions do not follow from the name of the call, with the reason. */
const UNMAPPED: Readonly<Record<string, string>> = {
  apigateway:
    "API Gateway's actions are the methods of HTTP, such as apigateway:GET, on the path of the call",
};

/** Calls that a session of a role cannot make. Source: IAM user guide, "Compare AWS STS credentials". */
const ONLY_WITH_KEYS: ReadonlySet<string> = new Set(["sts:GetSessionToken", "sts:GetFederationToken"]);

/** What IAM needs for a call. */
export interface NeededActions {
  /** Such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** Why the actions are not known, or not enough. */
  readonly problem?: string;
}

/** A member of a table. Names in a log may be those that each object has, such as `constructor`. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The prefix of a service in IAM. */
export function prefixOf(source: string): string {
  return own(PREFIXES, source) ?? source.split(".")[0] ?? source;
}

/**
 * The actions that a call needs.
 *
 * @param isVersioned - Whether a request named the version of an object.
 */
export function neededActions(source: string, eventName: string, isVersioned: boolean): NeededActions {
  const prefix = prefixOf(source);
  // Lambda's and CloudFront's names end with the version of the API. Source: AWS Lambda developer guide, "Logging Lambda API calls".
  const name = eventName.replace(/(?:20\d{6}(?:v\d+)?|20\d\d_\d\d_\d\d)$/, "");
  const unmapped = own(UNMAPPED, prefix);
  if (unmapped !== undefined) {
    return { actions: [], problem: unmapped };
  }
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name) || !/^[a-z][a-z0-9-]*$/.test(prefix)) {
    return { actions: [], problem: "the name is none of an action" };
  }
  if (ONLY_WITH_KEYS.has(`${prefix}:${name}`)) {
    return { actions: [], problem: "a role's session cannot make this call: it needs a user's key" };
  }
  const renamed = own(RENAMED, prefix);
  const names = (renamed === undefined ? undefined : own(renamed, name)) ?? [name];
  const versions = prefix === "s3" && isVersioned ? names.flatMap((one) => own(VERSIONED, one) ?? []) : [];
  return { actions: [...names, ...versions].map((one) => `${prefix}:${one}`) };
}

/** Whether a role need not make a call in place of a key: the call needs no permission, or a role's session cannot make it. */
export function staysWithKey(source: string, name: string): boolean {
  return (
    ONLY_WITH_KEYS.has(`${prefixOf(source)}:${name}`) ||
    own(own(RENAMED, prefixOf(source)) ?? {}, name)?.length === 0
  );
}

/**
 * Actions on data, which always have a resource. On all resources they would open more than was used: an event without one is of a log
 * whose columns are missing.
 */
export const READS_OR_WRITES_DATA =
  /^(?:s3:(?!ListAllMyBuckets$|CreateJob$|\w*(?:AccessPoint|StorageLens|AccountPublicAccess)|ListJobs$)\w+|secretsmanager:GetSecretValue|ssm:GetParameters?(?:ByPath)?|kms:(?:Decrypt|Encrypt|GenerateDataKey\w*)|dynamodb:(?:Batch)?(?:Get|Put|Update|Delete|Write)Item|dynamodb:(?:Query|Scan)|sqs:(?:Send|Receive|Delete)Message|sns:Publish|lambda:InvokeFunction|kinesis:(?:Get|Put)Records?)$/;

/** Actions of S3 on the objects of a bucket. The others of {@link S3_ACCOUNT} are on the bucket. */
const S3_OBJECT =
  /^s3:(?:AbortMultipartUpload|BypassGovernanceRetention|ListMultipartUploadParts|RestoreObject|(?:Get|Put|Delete)Object(?!LockConfiguration)\w*)$/;

/** Actions of S3 that have no bucket. */
const S3_ACCOUNT: ReadonlySet<string> = new Set(["s3:ListAllMyBuckets"]);

/** The resource that an action takes, of one that an event names: an action on objects takes no bucket, and the reverse. */
export function resourceFor(action: string, resource: string): string {
  if (!action.startsWith("s3:") || resource === "*") {
    return resource;
  }
  if (S3_ACCOUNT.has(action)) {
    return "*";
  }
  const bucket = resource.replace(/\/.*$/, "");
  return S3_OBJECT.test(action) ? `${bucket}/*` : bucket;
}

/**
 * Actions that change who may do what. A workload should not have them, and the policy pack refuses most of them.
 */
export function changesAccess(action: string): boolean {
  return (
    // A session of a member account's root user may do almost anything. Source: AWS STS API, "AssumeRoot".
    action === "sts:AssumeRoot" ||
    (/^(?:iam|sso|identitystore|organizations):(?!Get|List|Describe|Generate|Simulate)/.test(action) &&
      action !== "iam:PassRole")
  );
}

/**
 * Actions by which an identity can act as another one, unless they are limited to named resources. The policy pack refuses them on
 * others.
 *
 * Source: docs/reference/rules/federated-role-is-least-privilege.md.
 */
export const ON_NAMED_RESOURCES: ReadonlySet<string> = new Set([
  "apprunner:UpdateService",
  "bedrock-agentcore:InvokeCodeInterpreter",
  "cloudformation:CreateChangeSet",
  "cloudformation:ExecuteChangeSet",
  "cloudformation:UpdateStack",
  "cloudformation:UpdateStackSet",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:ModifyInstanceAttribute",
  "ec2-instance-connect:SendSSHPublicKey",
  "ecs:ExecuteCommand",
  "eks:AssociateAccessPolicy",
  "eks:CreateAccessEntry",
  "eks:CreatePodIdentityAssociation",
  "eks:UpdatePodIdentityAssociation",
  "glue:UpdateDevEndpoint",
  "iam:PassRole",
  "sts:AssumeRole",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "sagemaker:UpdateNotebookInstance",
  "ssm:SendCommand",
  "ssm:StartSession",
]);
