import assert from "node:assert/strict";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  TagRoleCommand,
  UntagOpenIDConnectProviderCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsDouble } from "../../aws/aws-double";
import { ACCOUNT, AUDIENCE, clientOf, exactly, SUBJECT, trustPolicy, V1 } from "../../testing/federation";
import { INSTALL_LIMIT, labPython } from "../../testing/lab-python";

const READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${V1.replace("https://", "")}`;
const RoleName = "reader";
const AssumeRolePolicyDocument = trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT));

describe("the AWS double's account", () => {
  let aws: AwsDouble;
  let iam: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    const { python } = await labPython();
    const buckets = { "devteam-reports": {}, "payroll-archive": {} };
    const resolve = (url: string): string => url;
    aws = await AwsDouble.start({ python, resolve, accountId: ACCOUNT, region: "eu-west-1", buckets });
    iam = clientOf(aws.environment());
  });

  after(async () => {
    iam.destroy();
    await aws.stop();
  });

  it("has buckets and no roles, providers or policies at the start", async () => {
    assert.deepEqual(await aws.counts(), { oidcProviders: 0, roles: 0, policies: 0, buckets: 2 });
  });

  it("lets the deployer create, read, change and delete a provider", async () => {
    const of = { OpenIDConnectProviderArn: PROVIDER };
    const Tags = [{ Key: "team", Value: "a @ b" }];
    const created = await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: V1, ClientIDList: [AUDIENCE], Tags }),
    );
    assert.equal(created.OpenIDConnectProviderArn, PROVIDER);
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...of, ClientID: "second" }));
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...of, ClientID: "second" }));
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...of, ClientID: AUDIENCE }));
    await iam.send(
      new UpdateOpenIDConnectProviderThumbprintCommand({ ...of, ThumbprintList: ["A".repeat(40)] }),
    );
    await iam.send(new TagOpenIDConnectProviderCommand({ ...of, Tags: [{ Key: "stack", Value: "dev" }] }));
    await iam.send(new UntagOpenIDConnectProviderCommand({ ...of, TagKeys: ["stack"] }));
    const read = await iam.send(new GetOpenIDConnectProviderCommand(of));
    assert.deepEqual(
      {
        Url: read.Url,
        ClientIDList: read.ClientIDList,
        ThumbprintList: read.ThumbprintList,
        Tags: read.Tags,
      },
      { Url: V1.replace("https://", ""), ClientIDList: ["second"], ThumbprintList: ["a".repeat(40)], Tags },
    );
    const { OpenIDConnectProviderList: list } = await iam.send(new ListOpenIDConnectProvidersCommand());
    assert.deepEqual(list, [{ Arn: PROVIDER }]);
    assert.equal((await aws.counts()).oidcProviders, 1);
    await iam.send(new DeleteOpenIDConnectProviderCommand(of));
    await assert.rejects(iam.send(new GetOpenIDConnectProviderCommand(of)), {
      name: "NoSuchEntityException",
    });
  });

  it("lets the deployer create, read, change and delete a role with its policies", async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument,
        Description: "reads & lists",
        Path: "/team/",
      }),
    );
    await iam.send(new UpdateRoleCommand({ RoleName, Description: "", MaxSessionDuration: 7200 }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: AssumeRolePolicyDocument }));
    await iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["b"] }));
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: READ_ONLY }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    const PolicyDocument =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}';
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument }));

    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    assert.equal(Role?.Arn, `arn:aws:iam::${ACCOUNT}:role/team/reader`);
    assert.equal(Role.Description, undefined);
    assert.equal(Role.MaxSessionDuration, 7200);
    assert.equal(Role.PermissionsBoundary?.PermissionsBoundaryArn, READ_ONLY);
    assert.deepEqual(Role.Tags, [{ Key: "a", Value: "1" }]);
    assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""), AssumeRolePolicyDocument);
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "read" }));
    assert.equal(decodeURIComponent(inline.PolicyDocument ?? ""), PolicyDocument);
    assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, ["read"]);
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    assert.deepEqual(attached.AttachedPolicies, [
      { PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: READ_ONLY },
    ]);
    const profiles = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    assert.deepEqual(profiles.InstanceProfiles ?? [], []);
    assert.deepEqual(await aws.counts(), { oidcProviders: 0, roles: 1, policies: 1, buckets: 2 });

    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName })), { name: "DeleteConflictException" });
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "read" }));
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    assert.deepEqual(await aws.counts(), { oidcProviders: 0, roles: 0, policies: 0, buckets: 2 });
  });

  it("tells the deployer who it is", async () => {
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = aws.environment();
    const sts = new STSClient({ endpoint, region, credentials: await iam.config.credentials() });
    const identity = await sts.send(new GetCallerIdentityCommand());
    assert.equal(identity.Arn, `arn:aws:iam::${ACCOUNT}:user/azure-to-aws-deployer`);
    assert.equal(identity.Account, ACCOUNT);
    sts.destroy();
  });

  it("denies the deployer everything else, naming action and resource", async () => {
    const policy = { PolicyName: "p", PolicyDocument: '{"Statement":[]}' };
    await assert.rejects(iam.send(new CreateUserCommand({ UserName: "eve" })), {
      name: "AccessDenied",
      message:
        `User: arn:aws:iam::${ACCOUNT}:user/azure-to-aws-deployer is not authorized to perform: iam:CreateUser on ` +
        `resource: arn:aws:iam::${ACCOUNT}:user/eve because no identity-based policy allows the iam:CreateUser action`,
    });
    await assert.rejects(iam.send(new CreatePolicyCommand(policy)), { name: "AccessDenied" });
    await assert.rejects(iam.send(new ListRolesCommand()), { name: "AccessDenied" });
    const url = "https://token.actions.githubusercontent.com";
    await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: url })), {
      name: "AccessDenied",
    });
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = aws.environment();
    const s3 = new S3Client({ endpoint, region, credentials: await iam.config.credentials() });
    await assert.rejects(s3.send(new ListBucketsCommand()), { name: "AccessDenied" });
    s3.destroy();
  });

  it("knows no key but its own, and checks the root key's signature too", async () => {
    const root = aws.rootEnvironment();
    const claims = [
      { ...root, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
      { ...root, AWS_ACCESS_KEY_ID: ACCOUNT },
      { ...root, AWS_SECRET_ACCESS_KEY: "guess" },
    ];
    const names = [];
    for (const claim of claims) {
      const client = clientOf(claim);
      names.push(await client.send(new ListRolesCommand()).catch((error: unknown) => (error as Error).name));
      client.destroy();
    }
    assert.deepEqual(names, ["InvalidClientTokenId", "InvalidClientTokenId", "SignatureDoesNotMatch"]);
  });

  it("serves nobody without credentials, and no administration of the emulator", async () => {
    assert.equal((await fetch(`${aws.url}/devteam-reports`)).status, 403);
    assert.equal((await fetch(`${aws.url}/?Action=ListRoles&Version=2010-05-08`)).status, 403);
    assert.equal((await fetch(`${aws.url}/_ministack/reset`, { method: "POST" })).status, 404);
    assert.equal((await aws.counts()).buckets, 2);
  });
});
