/** Several accounts, other partitions, source addresses and replication: what IAM and STS do with them. */
import assert from "node:assert/strict";
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { AwsDouble, type AwsDoubleOptions } from "../../aws/aws-double";
import {
  ACCOUNT,
  AUDIENCE,
  clientOf,
  exactly,
  SUBJECT,
  TENANT,
  V1,
  v1Claims,
} from "../../testing/federation";
import { INSTALL_LIMIT, labPython } from "../../testing/lab-python";
import { type IssuerKey, issuerKey, OidcIssuer, signToken } from "../../testing/oidc-issuer";

const MEMBER = "222233334444";
const PROVIDER_NAME = `sts.windows.net/${TENANT}/`;

describe("the AWS double", function () {
  this.timeout(60_000);
  let key: IssuerKey;
  let issuer: OidcIssuer;
  let aws: AwsDouble;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    key = await issuerKey("key-1");
    issuer = await OidcIssuer.listen(key);
  });

  after(async () => {
    await issuer.close();
  });

  afterEach(async () => {
    await aws.stop();
  });

  const start = async (options: Partial<AwsDoubleOptions> = {}) => {
    const { python } = await labPython();
    aws = await AwsDouble.start({
      python,
      resolve: issuer.resolve,
      accountId: ACCOUNT,
      region: "eu-west-1",
      buckets: { "own-bucket": {} },
      ...options,
    });
  };

  /** The issuer's provider and a role in an account, which may list the names of buckets. */
  const federate = async ({ accountId = ACCOUNT, partition = "aws", condition = {} }) => {
    const iam = clientOf(aws.rootEnvironment(accountId));
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: V1, ClientIDList: [AUDIENCE] }));
    const statement = {
      Effect: "Allow",
      Principal: { Federated: `arn:${partition}:iam::${accountId}:oidc-provider/${PROVIDER_NAME}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { ...exactly(V1, AUDIENCE, SUBJECT), ...condition },
    };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "app", AssumeRolePolicyDocument: trust }),
    );
    const allow = [
      { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:${partition}:s3:::own-bucket` },
    ];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allow });
    await iam.send(new PutRolePolicyCommand({ RoleName: "app", PolicyName: "list", PolicyDocument }));
    iam.destroy();
    return Role?.Arn ?? "";
  };

  const assume = async (RoleArn: string, headers: Record<string, string> = {}) => {
    const sts = new STS({ endpoint: aws.url, region: "eu-west-1" });
    sts.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: Record<string, string> }).headers, headers);
        return next(args);
      },
      { step: "build" },
    );
    const WebIdentityToken = await signToken(v1Claims(), key);
    const answer = await sts.assumeRoleWithWebIdentity({
      RoleArn,
      RoleSessionName: "test",
      WebIdentityToken,
    });
    return answer.Credentials;
  };

  const s3Of = (keys: Awaited<ReturnType<typeof assume>>, region = "eu-west-1") =>
    new S3Client({
      endpoint: aws.url,
      region,
      forcePathStyle: true,
      credentials: {
        accessKeyId: keys?.AccessKeyId ?? "",
        secretAccessKey: keys?.SecretAccessKey ?? "",
        sessionToken: keys?.SessionToken ?? "",
      },
    });

  const bucketsOf = async (keys: Awaited<ReturnType<typeof assume>>) => {
    const { Buckets = [] } = await s3Of(keys).send(new ListBucketsCommand());
    return Buckets.map(({ Name }) => Name);
  };

  it("keeps accounts apart: providers, roles, sessions and buckets", async () => {
    await start({ members: [{ accountId: MEMBER, buckets: { "member-bucket": {} } }] });
    const arn = await federate({ accountId: MEMBER });
    assert.equal(arn, `arn:aws:iam::${MEMBER}:role/app`);
    assert.deepEqual(await bucketsOf(await assume(arn)), ["member-bucket"]);
    // The deployer's account has neither the provider nor the role.
    await assert.rejects(assume(`arn:aws:iam::${ACCOUNT}:role/app`), {
      name: "InvalidIdentityTokenException",
    });
    assert.deepEqual(
      [await aws.counts(), await aws.counts(MEMBER)].map(({ roles, oidcProviders, policies }) => [
        roles,
        oidcProviders,
        policies,
      ]),
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
    await assert.rejects(
      aws.counts("999999999999"),
      /999999999999: the lab has no such AWS account\. Expected 111122223333, 222233334444/,
    );
  });

  it("gives the deployer a role in each other account, with the documented policy and no more", async () => {
    await start({ members: [{ accountId: MEMBER, buckets: {} }] });
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = aws.environment();
    const sts = new STS({
      endpoint: aws.url,
      region: "eu-west-1",
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    });
    const RoleArn = `arn:aws:iam::${MEMBER}:role/azure-to-aws-deployer`;
    const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: "test" });
    await assert.rejects(bucketsOf(Credentials), { name: "AccessDenied" });
    await assert.rejects(
      sts.assumeRole({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/other`, RoleSessionName: "test" }),
      { name: "AccessDenied" },
    );
  });

  for (const [partition, region] of [
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-cn", "cn-north-1"],
  ] as const) {
    it(`plays the partition ${partition}: in every ARN, and nothing of another`, async () => {
      await start({ partition, region });
      const arn = await federate({ partition });
      assert.equal(arn, `arn:${partition}:iam::${ACCOUNT}:role/app`);
      const s3 = s3Of(await assume(arn), region);
      assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: "own-bucket" }))).KeyCount, 0);
      await assert.rejects(assume(`arn:aws:iam::${ACCOUNT}:role/app`), { name: "AccessDenied" });
    });
  }

  it("judges aws:SourceIp by the address that a machine's way out names", async () => {
    await start();
    const arn = await federate({ condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } });
    await assert.rejects(assume(arn), { name: "AccessDenied" });
    await assert.rejects(assume(arn, { "x-lab-source-ip": "192.0.2.7" }), { name: "AccessDenied" });
    assert.deepEqual(await bucketsOf(await assume(arn, { "x-lab-source-ip": "203.0.113.7" })), [
      "own-bucket",
    ]);
  });

  it("has requests that no machine sent come from one public address", async () => {
    await start();
    const arn = await federate({ condition: { IpAddress: { "aws:SourceIp": ["198.51.100.10/32"] } } });
    assert.deepEqual(await bucketsOf(await assume(arn)), ["own-bucket"]);
  });

  it("refuses a new role's first calls where replication takes time, as many each time by the same seed", async () => {
    const refusals = async (seed: string) => {
      await start({ replication: { seed, most: 5 } });
      const arn = await federate({});
      for (let count = 0; ; count++) {
        const error = await assume(arn).then(
          () => undefined,
          (refused: unknown) => refused,
        );
        if (error === undefined) {
          return count;
        }
        assert.equal((error as Error).name, "AccessDenied");
      }
    };
    const first = await refusals("seed");
    await aws.stop();
    assert.ok(first >= 1 && first <= 5, `${first} refusals`);
    assert.equal(await refusals("seed"), first);
  });

  it("holds a session of a role to the role's permissions boundary, from the next call on", async () => {
    await start();
    const keys = await assume(await federate({}));
    assert.deepEqual(await bucketsOf(keys), ["own-bucket"]);
    const iam = clientOf(aws.rootEnvironment());
    const deny = { Effect: "Allow", Action: "sns:*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument }));
    const boundary = { RoleName: "app", PermissionsBoundary: Policy?.Arn };
    await iam.send(new PutRolePermissionsBoundaryCommand(boundary));
    await assert.rejects(bucketsOf(keys), { name: "AccessDenied" });
    iam.destroy();
  });
});
