/** examples/separate-teams: three projects with three sets of credentials, for two tenants and one AWS account. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { type PulumiCommand, PulumiStack } from "../../../lab/pulumi";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { KnownSecrets } from "../../security/secrets/known-secrets";
import { type Deployment, secretsLeft } from "../../security/secrets/secrets-left";
import { POLICY_PACK } from "./example-lab";
import { TENANTS, TwoTenantsLab } from "./two-tenants-lab";

/** Stack names, one for each tenant, and how the contract goes from team to team there. */
const STACKS = [
  { name: "prod", handOver: "reference" },
  { name: "test", handOver: "file" },
] as const;

describe("examples/separate-teams", function () {
  this.timeout("5m");
  let lab: TwoTenantsLab;
  const deployed: Deployment[] = [];
  let secrets: KnownSecrets;
  const outputs: Record<string, Record<string, string>> = {};

  /** Deploys a project as one of the teams. */
  async function deploy(
    team: PulumiCommand,
    project: string,
    stackName: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, string>> {
    const stack = await PulumiStack.create(team, {
      stackName,
      config,
      projectDirectory: path.join(PROJECT_ROOT, "examples/separate-teams", project),
      directory: path.join(lab.directory, "config", project),
    });
    // The logs of one tenant's deployments are searched for secrets. They are of the same resources in both.
    const eventLog =
      stackName === STACKS[0].name
        ? path.join(lab.directory, `kept-events-${deployed.length}.json`)
        : undefined;
    const run = await stack.up({
      preview: true,
      policyPacks: [POLICY_PACK],
      ...(eventLog === undefined ? {} : { loudWithEventLog: eventLog }),
    });
    assert.equal(run.exitCode, 0, run.output.slice(-10_000));
    // What belongs to another team is not in the stack, so that the pack says only that it did not see it.
    const refusals = run.violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    assert.deepEqual(refusals, []);
    deployed.push({ stack, ...(eventLog === undefined ? {} : { loud: { up: run, eventLog } }) });
    secrets.addKeysOf(`the team of ${project}`, team.environment);
    return (await stack.outputs()) as Record<string, string>;
  }

  /** The file that a team sends: `pulumi stack output contract > contract.json`. */
  async function sent(team: PulumiCommand, project: string, stackName: string): Promise<string> {
    const projectDirectory = path.join(PROJECT_ROOT, "examples/separate-teams", project);
    const run = await team.run(["stack", "output", "contract", "--stack", stackName], { projectDirectory });
    assert.equal(run.exitCode, 0, run.output);
    const file = path.join(lab.directory, `${project}-contract.json`);
    await writeFile(file, run.output);
    return file;
  }

  before(async function () {
    this.timeout("20m");
    secrets = new KnownSecrets();
    lab = await TwoTenantsLab.start();
    for (const [index, { name, handOver }] of STACKS.entries()) {
      const tenant = lab.tenants[index];
      assert.ok(tenant);
      const byReference = handOver === "reference";
      await deploy(tenant.entraTeam, "entra", name, {});
      const roleName = `orders-importer-${name}`;
      const azure = await deploy(tenant.azureTeam, "azure", name, {
        "azure-native:location": LAB_AZURE_LOCATION,
        ...(byReference
          ? { "separate-teams-azure:entraStack": `organization/separate-teams-entra/${name}` }
          : { "separate-teams-azure:contractFile": await sent(tenant.entraTeam, "entra", name) }),
        "separate-teams-azure:roleArn": `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/${roleName}`,
        "separate-teams-azure:sshPublicKey": createSshKey(),
      });
      const aws = await deploy(lab.awsTeam, "aws", name, {
        "aws:region": LAB_AWS_REGION,
        ...(byReference
          ? { "separate-teams-aws:azureStack": `organization/separate-teams-azure/${name}` }
          : { "separate-teams-aws:contractFile": await sent(tenant.azureTeam, "azure", name) }),
        "separate-teams-aws:roleName": roleName,
        "separate-teams-aws:bucket": index === 0 ? "devteam-reports" : "devteam-builds",
      });
      outputs[name] = { ...azure, ...aws };
    }
  });

  after(async () => {
    secrets.stop();
    await lab.stop();
  });

  for (const [index, { name, handOver }] of STACKS.entries()) {
    it(`lists the bucket from the VM of the tenant whose contract goes by ${handOver}`, async () => {
      const vm = lab.tenants[index]?.azure.vm(outputs[name]?.virtualMachineName ?? "");
      const bucket = index === 0 ? "devteam-reports" : "devteam-builds";
      const listing = await vm?.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", "orders"]);
      assert.equal(listing?.exitCode, 0, listing?.stderr);
      assert.match(listing.stdout, index === 0 ? /PRE 2026\// : /latest\.txt/);
      const other = index === 0 ? "devteam-builds" : "devteam-reports";
      const refused = await vm?.run(["aws", "s3", "ls", `s3://${other}`, "--profile", "orders"]);
      assert.match(refused?.stderr ?? "", /AccessDenied.*ListObjectsV2/);
    });
  }

  it("has one provider for each tenant in the one account, and trusts the one workload that was named", async () => {
    assert.equal((await lab.aws.counts()).oidcProviders, 2);
    for (const [index, { name }] of STACKS.entries()) {
      const { contract = "", trustPolicy = "" } = outputs[name] ?? {};
      const { workloads } = JSON.parse(contract) as { workloads: Record<string, { subject: string }> };
      assert.deepEqual(Object.keys(workloads), ["importer", "reporter"]);
      const key = `sts.windows.net/${TENANTS[index] ?? ""}/`;
      const { Statement } = JSON.parse(trustPolicy) as { Statement: { Condition: unknown }[] };
      assert.deepEqual(
        Statement.map(({ Condition }) => Condition),
        [
          {
            StringEquals: {
              [`${key}:aud`]: `api://${TENANTS[index] ?? ""}/separate-teams-entra-${name}-orders`,
              [`${key}:sub`]: workloads.importer?.subject,
            },
          },
        ],
      );
    }
  });

  it("lets neither tenant into the role of the other", async () => {
    const vm = lab.tenants[0]?.azure.vm(outputs.prod?.virtualMachineName ?? "");
    const command = `sed 's/orders-importer-prod/orders-importer-test/' "$1" > stolen && AWS_CONFIG_FILE=stolen aws sts get-caller-identity --profile orders`;
    const tried = await vm?.run(["sh", "-c", command, "sh", `${vm.folder}/etc/azure-to-aws/config`]);
    assert.notEqual(tried?.exitCode, 0);
    assert.match(tried?.stderr ?? "", /Not authorized to perform sts:AssumeRoleWithWebIdentity|AccessDenied/);
  });

  it("leaves no key, token or session in state, logs, events, custom data, command texts or files", async () => {
    assert.deepEqual(await secretsLeft(secrets, deployed, lab.directory), []);
  });

  it("changes nothing in a second update, and leaves nothing behind", async () => {
    for (const { stack } of deployed) {
      const run = await stack.preview();
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(Object.keys(run.changes), ["same"], run.output);
    }
    for (const { stack } of [...deployed].reverse()) {
      const run = await stack.destroy();
      assert.equal(run.exitCode, 0, run.output);
    }
    const { oidcProviders, roles } = await lab.aws.counts();
    assert.deepEqual(
      [oidcProviders + roles, ...lab.tenants.map(({ azure, baseline }) => azure.counts().total - baseline)],
      [0, 0, 0],
    );
  });
});
