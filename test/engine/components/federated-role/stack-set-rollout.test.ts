/**
 * The template of renderStackSetTemplate, carried out in two accounts by the AWS CLI: what an instance of a StackSet is. The
 * emulator has no StackSets themselves.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { Lab } from "../../../../lab";
import type { LabVm } from "../../../../lab/azure";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../../lab/lab-facts";
import { PulumiStack } from "../../../../lab/pulumi";
import { prepareToolchain } from "../../../../lab/pulumi/toolchain";
import { makeProject } from "../../../../lab/testing/make-project";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";

const ROLE = "orders-importer";
const ACCOUNTS = [
  { name: "sandbox", accountId: "555566667777" },
  { name: "audit", accountId: "666677778888" },
] as const;
const BUCKETS = ACCOUNTS.map(({ name }) => `orders-${name}`);
const ROLE_ARN = (accountId: string) => `arn:aws:iam::${accountId}:role/${ROLE}`;

/** Two identities of one VM, both assigned to the application; the template lets in the first one only. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const federation = require("@azure-to-aws/federation");
const resourceGroupName = new ResourceGroup("orders").name;
const audience = new federation.EntraAudience("orders", {});
const identityOf = (workloadName) =>
  new federation.AzureWorkload(workloadName, { resourceGroupName, contract: audience.contract, workloadName });
const [importer, colleague] = ["importer", "colleague"].map(identityOf);
const vm = new federation.AzureVirtualMachine("orders", {
  resourceGroupName,
  sshPublicKey: "${ED25519_KEY}",
  identityIds: [importer.identityId, colleague.identityId],
});
const profile = (profileName, identity, roleArn) => ({
  profileName, roleArn, region: "${LAB_AWS_REGION}",
  audience: audience.audience, issuer: audience.issuer, clientId: identity.clientId, subject: identity.principalId,
});
const { accounts, template } = new pulumi.Config().requireObject("rollout");
new federation.GuestInstallation("orders", {
  resourceGroupName,
  vmName: vm.vmName,
  installAwsCli: true,
  profiles: accounts.flatMap(({ name, roleArn }) => [
    profile(name, importer, roleArn),
    profile("colleague-" + name, colleague, roleArn),
  ]),
});
const render = (changes) => (contract) =>
  federation.renderStackSetTemplate({ contract, ...template, ...changes });
exports.template = importer.contract.apply(render({}));
exports.changed = importer.contract.apply(render({ suspended: true, additionalAudiences: ["api://billing"] }));
exports.tooLong = importer.contract.apply(render({}))
  .apply((text) => text.replace('"MaxSessionDuration":3600', '"MaxSessionDuration":90000'));
exports.virtualMachineName = vm.vmName;
`;

describe("a template of renderStackSetTemplate, carried out in two accounts", function () {
  this.timeout(180_000);
  let lab: Lab;
  let vm: LabVm;
  let aws: string;
  let templates: Record<"template" | "changed" | "tooLong", string>;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    const toolchain = await prepareToolchain({ report: () => undefined });
    aws = path.join(toolchain.python.bin, "aws");
    const awsMembers = ACCOUNTS.map(({ name, accountId }) => ({
      accountId,
      buckets: { [`orders-${name}`]: { [`${name}.csv`]: "order\n" }, [`payroll-${name}`]: {} },
    }));
    lab = await Lab.start(toolchain, { awsMembers });
    const stack = await PulumiStack.create(lab.pulumi, {
      projectDirectory: await makeProject(lab.directory, "rollout", PROGRAM),
      stackName: "dev",
      directory: lab.directory,
      config: {
        "azure-native:location": LAB_AZURE_LOCATION,
        "rollout:rollout": {
          accounts: ACCOUNTS.map(({ name, accountId }) => ({ name, roleArn: ROLE_ARN(accountId) })),
          template: { roleName: ROLE, permissions: { readBuckets: BUCKETS } },
        },
      },
    });
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    const outputs = (await stack.outputs()) as typeof templates & { virtualMachineName: string };
    vm = lab.azure.vm(outputs.virtualMachineName);
    templates = outputs;
  });

  after(async () => {
    await lab.stop();
  });

  /** Runs a command of `aws cloudformation` as an account's administrator. */
  const cloudFormation = async (accountId: string, ...args: string[]) =>
    execa(aws, ["cloudformation", ...args, "--output", "json"], {
      env: { ...lab.aws.rootEnvironment(accountId) },
      reject: false,
    });

  /** The stack once nothing is in progress. */
  async function settled(accountId: string, stack: string): Promise<{ status: string; reasons: string[] }> {
    for (;;) {
      const { stdout, stderr } = await cloudFormation(
        accountId,
        "describe-stack-events",
        "--stack-name",
        stack,
      );
      assert.equal(stderr, "");
      const { StackEvents: events } = JSON.parse(stdout) as {
        StackEvents: { ResourceType: string; ResourceStatus: string; ResourceStatusReason?: string }[];
      };
      const status = events.find(({ ResourceType }) => ResourceType === "AWS::CloudFormation::Stack");
      if (status !== undefined && !status.ResourceStatus.endsWith("_IN_PROGRESS")) {
        const reasons = events.flatMap(({ ResourceStatusReason: reason }) => reason ?? []);
        return { status: status.ResourceStatus, reasons };
      }
    }
  }

  async function carryOut(
    action: "create-stack" | "update-stack",
    accountId: string,
    template: string,
    stack = "orders",
  ) {
    const started = await cloudFormation(
      accountId,
      action,
      "--stack-name",
      stack,
      "--template-body",
      template,
      "--capabilities",
      "CAPABILITY_NAMED_IAM",
    );
    assert.equal(started.exitCode, 0, started.stderr);
    return settled(accountId, stack);
  }

  /** The account's only provider, as IAM tells of it. */
  async function provider(accountId: string): Promise<{ clientIds: string[] }> {
    const env = { ...lab.aws.rootEnvironment(accountId) };
    const iam = async (...args: string[]) =>
      JSON.parse((await execa(aws, ["iam", ...args, "--output", "json"], { env })).stdout) as unknown;
    const { OpenIDConnectProviderList: all } = (await iam("list-open-id-connect-providers")) as {
      OpenIDConnectProviderList: [{ Arn: string }];
    };
    const { ClientIDList: clientIds } = (await iam(
      "get-open-id-connect-provider",
      "--open-id-connect-provider-arn",
      all[0].Arn,
    )) as { ClientIDList: string[] };
    return { clientIds };
  }

  const list = async (bucket: string, profile: string) =>
    vm.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", profile]);

  it("needs the capability for IAM resources with names", async () => {
    const { exitCode, stderr } = await cloudFormation(
      ACCOUNTS[0].accountId,
      "create-stack",
      "--stack-name",
      "orders",
      "--template-body",
      templates.template,
    );
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /InsufficientCapabilities.*CAPABILITY_NAMED_IAM/);
  });

  it("makes a provider and the role in each account, with the ARN that was known before", async () => {
    for (const { accountId } of ACCOUNTS) {
      const { status, reasons } = await carryOut("create-stack", accountId, templates.template);
      assert.equal(status, "CREATE_COMPLETE", reasons.join("\n"));
      const { oidcProviders, roles, policies } = await lab.aws.counts(accountId);
      assert.deepEqual({ oidcProviders, roles, policies }, { oidcProviders: 1, roles: 1, policies: 1 });
      const { stdout } = await cloudFormation(accountId, "describe-stacks", "--stack-name", "orders");
      const { Stacks } = JSON.parse(stdout) as { Stacks: [{ Outputs: [{ OutputValue: string }] }] };
      assert.equal(Stacks[0].Outputs[0].OutputValue, ROLE_ARN(accountId));
    }
  });

  for (const { name } of ACCOUNTS) {
    it(`lets the workload list its bucket in ${name}, and no other`, async () => {
      const own = await list(`orders-${name}`, name);
      assert.equal(own.exitCode, 0, own.stderr);
      assert.match(own.stdout, new RegExp(` ${name}\\.csv\n$`));
      assert.match((await list(`payroll-${name}`, name)).stderr, /AccessDenied.*ListObjectsV2/);
    });

    it(`refuses another identity of the same VM in ${name}`, async () => {
      const { exitCode, stderr } = await list(`orders-${name}`, `colleague-${name}`);
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity/);
    });
  }

  it("is refused by IAM when it asks for what IAM does not have, and is rolled back", async () => {
    const [{ accountId }] = ACCOUNTS;
    const before = await lab.aws.counts(accountId);
    const tooLong = templates.tooLong.replaceAll(ROLE, "orders-too-long");
    const provided = JSON.parse(tooLong) as { Resources: Record<string, { DependsOn?: string }> };
    delete provided.Resources.OidcProvider;
    delete provided.Resources.Role?.DependsOn;
    const { status, reasons } = await carryOut(
      "create-stack",
      accountId,
      JSON.stringify(provided),
      "too-long",
    );
    assert.equal(status, "ROLLBACK_COMPLETE");
    assert.ok(
      reasons.some((reason) => reason.includes("Member must have value less than or equal to 43200")),
      reasons.join("\n"),
    );
    assert.deepEqual(await lab.aws.counts(accountId), before);
  });

  it("cuts the workload off in the account that gets the template suspended, and not in the other", async () => {
    const [sandbox, audit] = ACCOUNTS;
    const { status, reasons } = await carryOut("update-stack", sandbox.accountId, templates.changed);
    assert.equal(status, "UPDATE_COMPLETE", reasons.join("\n"));
    const { clientIds } = await provider(sandbox.accountId);
    assert.equal(clientIds.length, 2);
    assert.equal(clientIds[1], "api://billing");
    const sandboxListing = await list(BUCKETS[0] ?? "", sandbox.name);
    assert.match(sandboxListing.stderr, /AccessDenied/);
    assert.equal((await list(BUCKETS[1] ?? "", audit.name)).exitCode, 0);
  });

  it("goes with its stack", async () => {
    for (const { accountId } of ACCOUNTS) {
      const { exitCode, stderr } = await cloudFormation(accountId, "delete-stack", "--stack-name", "orders");
      assert.equal(exitCode, 0, stderr);
      for (;;) {
        const { stdout } = await cloudFormation(
          accountId,
          "list-stacks",
          "--stack-status-filter",
          "DELETE_COMPLETE",
        );
        if (
          (JSON.parse(stdout) as { StackSummaries: { StackName: string }[] }).StackSummaries.some(
            (s) => s.StackName === "orders",
          )
        ) {
          break;
        }
      }
      const { oidcProviders, roles, policies } = await lab.aws.counts(accountId);
      assert.deepEqual({ oidcProviders, roles, policies }, { oidcProviders: 0, roles: 0, policies: 0 });
    }
  });
});
