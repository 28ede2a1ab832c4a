/** The policy pack over programs in YAML, under the real engine and with both clouds of the lab. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { Lab } from "../../../lab";
import { type PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { prepareToolchain, provideYamlLanguageHost } from "../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { AUD, AUDIENCE, policy, SUB, SUBJECT } from "../../unit/trust/entra-policy";

const policyPacks = [path.join(PROJECT_ROOT, "policypack")];

/** A role with a trust policy in YAML, as people write it there. */
const role = (conditions: Record<string, string>, dependsOn = "") => ({
  type: "aws:iam:Role",
  properties: {
    assumeRolePolicy: { "fn::toJSON": policy({ Condition: { StringEquals: conditions } }) },
    ...(dependsOn === "" ? {} : { description: `after \${${dependsOn}.arn}` }),
  },
});
const right = { [AUD]: AUDIENCE, [SUB]: SUBJECT };

const INSECURE = {
  right: role(right),
  "any-subject": role({ [AUD]: AUDIENCE }),
  "any-audience": role({ [SUB]: SUBJECT }),
};

describe("the policy pack over programs in YAML", function () {
  this.timeout(180_000);
  let lab: Lab;

  before(async function () {
    this.timeout(900_000); // The CLI and the language host are built when there are none yet.
    const report = () => undefined;
    const toolchain = await prepareToolchain({ report });
    lab = await Lab.start(toolchain);
    await provideYamlLanguageHost(toolchain.cli, lab.pulumi.environment.PULUMI_HOME, { report });
  });

  after(async () => {
    await lab.stop();
  });

  async function stackOf(name: string, resources: Record<string, unknown>): Promise<PulumiStack> {
    const projectDirectory = path.join(lab.directory, `${name}-project`);
    await mkdir(projectDirectory);
    const packages = { "azure-to-aws-federation": PROJECT_ROOT };
    const program = stringify({ name, runtime: "yaml", packages, resources });
    await writeFile(path.join(projectDirectory, "Pulumi.yaml"), program);
    return PulumiStack.create(lab.pulumi, {
      projectDirectory,
      stackName: name,
      directory: lab.directory,
      config: {},
    });
  }

  const mandatory = ({ violations }: PulumiRun) =>
    violations
      .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
      .map(({ policyName, resourceUrn }) => [policyName, resourceUrn.split("::").at(-1)])
      .sort();

  const refused = [
    ["oidc-trust-requires-audience", "any-audience"],
    ["oidc-trust-requires-subject", "any-subject"],
  ];

  it("refuses open roles in the preview, the right one beside them not", async () => {
    const run = await (await stackOf("insecure", INSECURE)).preview({ policyPacks });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(mandatory(run), refused, run.output);
  });

  it("stops an update before an open role exists", async () => {
    const stack = await stackOf("stopped", {
      first: role(right),
      "any-subject": role({ [AUD]: AUDIENCE }, "first"),
    });
    const before = await lab.aws.counts();
    const run = await stack.up({ policyPacks });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(mandatory(run), [["oidc-trust-requires-subject", "any-subject"]], run.output);
    assert.equal((await lab.aws.counts()).roles, before.roles + 1, "only the first role was made");
    assert.equal((await stack.destroy()).exitCode, 0);
  });

  it("lets right roles and this package's federation pass, in preview and update", async () => {
    const stack = await stackOf("clean", {
      orders: {
        type: "azure-to-aws-federation:AzureToAwsFederation",
        properties: {
          location: "westeurope",
          region: "eu-west-1",
          workloads: { app: { permissions: { readBuckets: ["devteam-reports"] } } },
        },
      },
    });
    for (const operation of ["preview", "up"] as const) {
      const run = await stack[operation]({ policyPacks });
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(run.violations, [], operation);
    }
    assert.equal((await stack.destroy()).exitCode, 0);
  });
});
