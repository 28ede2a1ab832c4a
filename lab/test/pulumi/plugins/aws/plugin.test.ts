import assert from "node:assert/strict";
import { LAB_AWS_ACCOUNT_ID as ACCOUNT } from "../../../../lab-facts";
import { AwsClient } from "../../../../pulumi/plugins/aws/aws-client";
import { awsPlugin } from "../../../../pulumi/plugins/aws/plugin";
import { UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";
import { type AwsDeployment, startAwsDeployment } from "../../../../testing/aws-deployment";
import { Deployment } from "../../../../testing/deployment";
import { INSTALL_LIMIT } from "../../../../testing/lab-python";

const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";
const BUCKET = "aws:s3/bucket:Bucket";
const URL = "https://sts.windows.net/11111111-2222-4333-8444-555555555555/";

const trust = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
  ],
};
const permissions = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

describe("the aws plugin on the AWS double", function () {
  this.timeout(60_000);
  let aws: AwsDeployment["aws"];
  let deployment: AwsDeployment["deployment"];

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    ({ aws, deployment } = await startAwsDeployment());
  });

  after(async () => {
    await aws.stop();
  });

  it("keeps the slash of an issuer, returns its URL without scheme, and changes its audiences in place", async () => {
    const provider = await deployment.create(PROVIDER, "entra", { url: URL, clientIdLists: ["b", "a"] });
    assert.equal(provider.id, `arn:aws:iam::${ACCOUNT}:oidc-provider/${URL.slice("https://".length)}`);
    assert.equal(provider.outputs.url, URL.slice("https://".length));
    assert.deepEqual((await deployment.refresh(provider))?.inputs, provider.inputs);
    const inputs = { url: URL, clientIdLists: ["c", "a"], tags: { team: "dev" } };
    const changed = await deployment.update(provider, inputs);
    assert.deepEqual([...(changed.outputs.clientIdLists as string[])].sort(), ["a", "c"]);
    assert.deepEqual(changed.outputs.tagsAll, { team: "dev" });
    const elsewhere = { url: "https://example.org", clientIdLists: ["a"] };
    assert.equal(await deployment.replacement(changed, elsewhere), "create first");
    const args = { url: URL };
    const found = await deployment.kernel.invoke(
      "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider",
      args,
    );
    assert.equal(found.arn, provider.id);
    await assert.rejects(
      deployment.create(PROVIDER, "twin", { ...args, clientIdLists: ["a"] }),
      /^CloudError: creating IAM OIDC Provider: operation error IAM: CreateOpenIDConnectProvider, https response error StatusCode: 409, RequestID: .*, EntityAlreadyExists: /,
    );
    await deployment.delete(changed);
    assert.equal(await deployment.refresh(changed), undefined);
  });

  it("works in the allowed accounts alone", async () => {
    const inputs = { url: "https://allowed.example", clientIdLists: ["a"] };
    const create = async (allowedAccountIds: string | string[]) => {
      const client = new AwsClient({ allowedAccountIds }, { ...aws.rootEnvironment() });
      const created = await new Deployment(awsPlugin, client).create(PROVIDER, "allowed", inputs);
      await deployment.delete(created);
    };
    await create([ACCOUNT]);
    await create(JSON.stringify(["444455556666", ACCOUNT]));
    for (const others of [["444455556666"], JSON.stringify(["444455556666"])]) {
      await assert.rejects(create(others), new RegExp(`AWS account ID not allowed: ${ACCOUNT}$`));
    }
  });

  it("creates a role from a document, and changes it in place", async () => {
    const role = await deployment.create(ROLE, "reader", {
      assumeRolePolicy: trust,
      tags: { a: "1", b: "2" },
    });
    assert.match(role.id, /^reader-[0-9a-f]{7}$/);
    assert.deepEqual(JSON.parse(role.outputs.assumeRolePolicy as string), trust);
    assert.equal(role.outputs.arn, `arn:aws:iam::${ACCOUNT}:role/${role.id}`);
    assert.equal(role.outputs.maxSessionDuration, 3600);
    assert.deepEqual((await deployment.refresh(role))?.inputs, role.inputs);
    const changed = await deployment.update(role, {
      assumeRolePolicy: { ...trust, Id: "changed" },
      description: "reads",
      maxSessionDuration: 7200,
      tags: { b: "3" },
    });
    assert.equal((JSON.parse(changed.outputs.assumeRolePolicy as string) as { Id: string }).Id, "changed");
    assert.equal(changed.outputs.description, "reads");
    assert.equal(changed.outputs.maxSessionDuration, 7200);
    assert.deepEqual(changed.outputs.tags, { b: "3" });
    assert.equal(
      await deployment.replacement(changed, { assumeRolePolicy: trust, path: "/team/" }),
      "create first",
    );
    await deployment.delete(changed);
    await deployment.delete(changed);
  });

  it("takes another spelling of the same trust policy for no change", async () => {
    const role = await deployment.create(ROLE, "spelling", { assumeRolePolicy: trust });
    const respelt = JSON.stringify({ Statement: trust.Statement[0], Version: trust.Version }, undefined, 2);
    const { inputs } = await deployment.update(role, { assumeRolePolicy: respelt });
    assert.deepEqual(
      deployment.kernel.diff({ urn: role.urn }, { inputs: role.inputs, state: role.outputs }, inputs).changes,
      [],
    );
    await deployment.delete(role);
  });

  it("puts policies into a role and attaches others", async () => {
    const role = await deployment.create(ROLE, "owner", { assumeRolePolicy: trust });
    const inline = await deployment.create(ROLE_POLICY, "s3", {
      role: role.id,
      policy: permissions("s3:ListBucket"),
    });
    assert.match(inline.id, new RegExp(`^${role.id}:s3-[0-9a-f]{7}$`));
    assert.deepEqual((await deployment.refresh(inline))?.inputs, inline.inputs);
    const changed = await deployment.update(inline, { role: role.id, policy: permissions("s3:GetObject") });
    assert.match(changed.outputs.policy as string, /s3:GetObject/);
    const managed = await deployment.create(POLICY, "managed", { policy: permissions("s3:ListBucket") });
    const policyArn = managed.outputs.arn ?? "";
    const attachment = await deployment.create(ATTACHMENT, "attached", { role: role.id, policyArn });
    const refreshed = await deployment.refresh(role);
    assert.deepEqual(refreshed?.inputs, role.inputs);
    assert.deepEqual(refreshed.outputs.managedPolicyArns, [policyArn]);
    await assert.rejects(deployment.delete(role), /DeleteConflict/);
    for (const deployed of [attachment, managed, changed, role]) {
      await deployment.delete(deployed);
    }
    assert.equal(await deployment.refresh(attachment), undefined);
  });

  it("repeats the deletion of a role until its policies are gone", async () => {
    const role = await deployment.create(ROLE, "leaving", { assumeRolePolicy: trust });
    const policy = await deployment.create(ROLE_POLICY, "leaving", {
      role: role.id,
      policy: permissions("s3:GetObject"),
    });
    const second = new Promise<void>((resolve) => {
      let requests = 0;
      const { remove } = aws.faults.add({
        fault: { kind: "latency", milliseconds: 0 },
        route: /^DeleteRole$/,
        onStrike: () => {
          if (++requests === 2) {
            remove();
            resolve();
          }
        },
      });
    });
    const gone = deployment.delete(role);
    await Promise.race([second, gone]);
    await deployment.delete(policy);
    await gone;
    assert.equal(await deployment.refresh(role), undefined);
  });

  it("makes a bucket, and empties it only when told so", async () => {
    const bucket = await deployment.create(BUCKET, "Reports", { forceDestroy: true, tags: { a: "b" } });
    assert.match(bucket.id, /^reports-[0-9a-f]{7}$/);
    assert.equal(bucket.outputs.arn, `arn:aws:s3:::${bucket.id}`);
    assert.deepEqual((await deployment.refresh(bucket))?.inputs, bucket.inputs);
    await deployment.delete(bucket);
    assert.equal(await deployment.refresh(bucket), undefined);
  });

  it("adds the provider's default tags, which are no drift", async () => {
    const config = { defaultTags: '{"tags":{"cost":"42"}}' };
    const tagging = new Deployment(awsPlugin, new AwsClient(config, { ...aws.rootEnvironment() }));
    const role = await tagging.create(ROLE, "tagged", { assumeRolePolicy: trust, tags: { own: "1" } });
    assert.deepEqual(role.outputs.tags, { own: "1" });
    assert.deepEqual(role.outputs.tagsAll, { cost: "42", own: "1" });
    await tagging.delete(role);
  });

  it("refuses inputs that IAM would refuse, in a preview", async () => {
    const assumeRolePolicy = { Statement: [{ Principal: { Federated: UNKNOWN } }] };
    assert.deepEqual(
      await deployment.problems(ROLE, { assumeRolePolicy, maxSessionDuration: 60, managedPolicyArns: [] }),
      [
        `the lab does not support the deprecated "managedPolicyArns". Use aws.iam.RolePolicyAttachment [lab-unsupported]. Examine values at 'name.managedPolicyArns'.`,
        "expected max_session_duration to be in the range (3600 - 43200), got 60. Examine values at 'name.maxSessionDuration'.",
      ],
    );
    assert.deepEqual(await deployment.problems(PROVIDER, { url: "sts.windows.net/x", clientIdLists: [""] }), [
      `invalid value for url (must be an https:// URL of at most 255 characters without a query), got "sts.windows.net/x". Examine values at 'name.url'.`,
      "expected length of client_id_list to be in the range (1 - 255), got . Examine values at 'name.clientIdLists[0]'.",
    ]);
    assert.deepEqual(await deployment.problems(ROLE, { assumeRolePolicy: "{" }), [
      `"assume_role_policy" contains an invalid JSON policy: it must be a JSON object. Examine values at 'name.assumeRolePolicy'.`,
    ]);
  });

  it("tells IAM's refusals with code and text", async () => {
    const deployer = new Deployment(awsPlugin, new AwsClient({}, { ...aws.environment() }));
    await assert.rejects(
      deployer.create(BUCKET, "denied", {}),
      /^CloudError: creating S3 Bucket \(denied-[0-9a-f]{7}\): operation error S3: CreateBucket, https response error StatusCode: 403, RequestID: .*, AccessDenied: .*not authorized to perform: s3:CreateBucket/,
    );
  });

  it("says who is signed in, where", async () => {
    const { kernel } = deployment;
    const caller = await kernel.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    assert.equal(caller.accountId, ACCOUNT);
    assert.equal((await kernel.invoke("aws:index/getRegion:getRegion", {})).region, "eu-west-1");
    assert.equal((await kernel.invoke("aws:index/getPartition:getPartition", {})).partition, "aws");
  });

  it("knows the partition of its region", async () => {
    const partitionIn = async (region: string) => {
      const client = new AwsClient({ region }, { ...aws.environment() });
      const { kernel } = new Deployment(awsPlugin, client);
      return kernel.invoke("aws:index/getPartition:getPartition", {});
    };
    assert.deepEqual(await partitionIn("cn-north-1"), {
      dnsSuffix: "amazonaws.com.cn",
      id: "aws-cn",
      partition: "aws-cn",
      reverseDnsPrefix: "cn.com.amazonaws",
    });
    assert.equal((await partitionIn("us-gov-east-1")).partition, "aws-us-gov");
  });

  it("works with the keys of the role that its configuration names", async () => {
    const { kernel } = deployment;
    const trusting = JSON.stringify(trust);
    await deployment.create(ROLE, "assumed", { name: "assumed", assumeRolePolicy: trusting });
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/assumed`;
    for (const assumeRoles of [[{ roleArn }], JSON.stringify([{ roleArn, sessionName: "named" }])]) {
      const client = new AwsClient({ assumeRoles }, { ...aws.rootEnvironment() });
      const { kernel: assumed } = new Deployment(awsPlugin, client);
      const { arn } = await assumed.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
      const session = typeof assumeRoles === "string" ? "named" : "pulumi";
      assert.equal(arn, `arn:aws:sts::${ACCOUNT}:assumed-role/assumed/${session}`);
    }
    const client = new AwsClient(
      { assumeRoles: [{ roleArn: `${roleArn}-not` }] },
      { ...aws.rootEnvironment() },
    );
    await assert.rejects(
      new Deployment(awsPlugin, client).kernel.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}),
      /Cannot assume IAM Role \(arn:aws:iam::111122223333:role\/assumed-not\): operation error STS: AssumeRole, .*AccessDenied/,
    );
    const { arn } = await kernel.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    assert.equal(arn, `arn:aws:iam::${ACCOUNT}:root`);
  });

  it("says how to give a region when there is none", async () => {
    const { AWS_ENDPOINT_URL } = aws.environment();
    const nowhere = new Deployment(awsPlugin, new AwsClient({}, { AWS_ENDPOINT_URL }));
    await assert.rejects(
      nowhere.create(ROLE, "r", { assumeRolePolicy: trust }),
      /Missing region configuration: set `pulumi config/,
    );
  });
});
