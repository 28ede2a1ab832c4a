/** examples/many-accounts in the lab: one identity reads a bucket in each of three accounts, and nothing across them. */
import assert from "node:assert/strict";
import { DEPLOYER } from "../../../lab/aws";
import type { LabVm } from "../../../lab/azure";
import { ED25519_KEY } from "../../unit/components/ssh-keys";
import { ExampleLab } from "./example-lab";

/** Name, ID and bucket of each account besides the deployer's own. */
const ACCOUNTS = [
  ["development", "222233334444", "orders-development"],
  ["staging", "333344445555", "orders-staging"],
  ["production", "444455556666", "orders-production"],
] as const;

describe("examples/many-accounts", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let vm: LabVm;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    const accounts = Object.fromEntries(
      ACCOUNTS.map(([name, id, bucket]) => [
        name,
        { deployerRoleArn: `arn:aws:iam::${id}:role/${DEPLOYER}`, bucket },
      ]),
    );
    const awsMembers = ACCOUNTS.map(([name, accountId, bucket]) => ({
      accountId,
      buckets: { [bucket]: { [`${name}.csv`]: "order\n" }, [`payroll-${name}`]: {} },
    }));
    example = await ExampleLab.start(
      "many-accounts",
      {
        "azure-to-aws-many-accounts:accounts": accounts,
        "azure-to-aws-many-accounts:sshPublicKey": ED25519_KEY,
        "azure-to-aws-many-accounts:stackSetBuckets": ["orders-archive"],
      },
      { awsMembers },
    );
    await example.deploy();
    vm = example.lab.azure.vm(String((await example.stack.outputs()).virtualMachineName));
  });

  after(async () => {
    await example.stop();
  });

  it("makes a provider and a role in each account, and nothing in the deployer's own", async () => {
    const { aws } = example.lab;
    const counts = [undefined, ...ACCOUNTS.map(([, id]) => id)].map(async (id) => {
      const { oidcProviders, roles } = await aws.counts(id);
      return [oidcProviders, roles];
    });
    assert.deepEqual(await Promise.all(counts), [
      [0, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const { roleArns } = (await example.stack.outputs()) as { roleArns: Record<string, string> };
    for (const [name, id] of ACCOUNTS) {
      assert.match(
        roleArns[name] ?? "",
        new RegExp(`^arn:aws:iam::${id}:role/orders-${name}-role-[0-9a-f]{7}$`),
      );
    }
  });

  for (const [name, , bucket] of ACCOUNTS) {
    it(`lists the bucket of ${name} by the profile of that name, and no other`, async () => {
      const own = await vm.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", name]);
      assert.equal(own.exitCode, 0, own.stderr);
      assert.match(own.stdout, new RegExp(` ${name}\\.csv\n$`));
      const other = await vm.run(["aws", "s3", "ls", `s3://payroll-${name}`, "--profile", name]);
      assert.match(other.stderr, /AccessDenied.*ListObjectsV2/);
    });
  }

  it("gives out the same half as a template for further accounts, which trusts the same audience and subject", async () => {
    const { stackSetTemplate, awsConfig } = (await example.stack.outputs()) as Record<string, string>;
    const { Resources } = JSON.parse(stackSetTemplate ?? "") as {
      Resources: {
        Role: { Properties: { AssumeRolePolicyDocument: { Statement: [{ Condition: object }] } } };
      };
    };
    const { Condition } = Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0];
    const { StringEquals } = Condition as { StringEquals: Record<string, string> };
    assert.deepEqual(
      Object.keys(StringEquals).map((key) => key.slice(key.lastIndexOf(":"))),
      [":aud", ":sub"],
    );
    for (const value of Object.values(StringEquals)) {
      assert.ok(awsConfig?.includes(value), value);
    }
  });

  it("leaves no key, token or session in state, logs, events, custom data, command texts or files", async () => {
    assert.deepEqual(await example.secretsLeft(), []);
  });

  it("is the same when nothing changes, and takes everything with it", async () => {
    const { changes } = await example.redeploy();
    assert.deepEqual(Object.keys(changes), ["same"]);
    const destroyed = await example.stack.destroy();
    assert.equal(destroyed.exitCode, 0, destroyed.output);
    for (const [, id] of ACCOUNTS) {
      const { oidcProviders, roles, policies } = await example.lab.aws.counts(id);
      assert.deepEqual({ oidcProviders, roles, policies }, { oidcProviders: 0, roles: 0, policies: 0 });
    }
    assert.equal(example.lab.azure.counts().total, 0);
  });
});
