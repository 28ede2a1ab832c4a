/** The policy pack in place, as built, under the real Pulumi engine. Previews only: no cloud is asked. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { PulumiCommand, type PulumiRun } from "../../lab/engine/pulumi-command";
import { PulumiStack } from "../../lab/engine/pulumi-stack";
import { PLUGIN_ENTRIES } from "../../lab/plugins/entries";
import { PROJECT_ROOT } from "../../lab/project-root";
import { fillPluginCache } from "../../lab/toolchain/plugin-cache";
import { ensurePulumiCli } from "../../lab/toolchain/pulumi-cli";
import { AUD, AUDIENCE, policy, SUB, TENANT } from "../trust/entra-policy";

const PACK = path.join(PROJECT_ROOT, "policypack");

/** A right role, a role whose document is not known yet, a component with an unknown subject and one without any. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam/role");
const right = ${JSON.stringify(JSON.stringify(policy()))};
const first = new Role("right", { assumeRolePolicy: right });
const subject = first.uniqueId;
new Role("unknown", { assumeRolePolicy: subject.apply((id) => right.replace("${SUB}", id)) });
class FederatedRole extends pulumi.ComponentResource {
  constructor(name, args) { super("azure-to-aws-federation:index:FederatedRole", name, args); }
}
const trust = { issuer: "https://${AUD.slice(0, -4)}", audiences: ["${AUDIENCE}"] };
new FederatedRole("pinned", { ...trust, subjects: [subject] });
if (new pulumi.Config().get("open")) new FederatedRole("open", { ...trust, subjects: [] });
`;

describe("the policy pack under the real engine", function () {
  this.timeout(120_000);
  let directory = "";
  let pulumi: PulumiCommand;

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    const cli = await ensurePulumiCli({ report: () => undefined });
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "policypack-")));
    const environment = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_REGION: "eu-west-1",
    };
    pulumi = await PulumiCommand.create({ executable: cli.path, directory, environment });
    await fillPluginCache(pulumi.environment.PULUMI_HOME, {
      plugins: PLUGIN_ENTRIES,
      languageHost: !cli.hasNodeLanguageHost,
    });
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  async function preview(
    projectDirectory: string,
    stackName: string,
    config: Record<string, string> = {},
  ): Promise<PulumiRun> {
    const stack = await PulumiStack.create(pulumi, { projectDirectory, stackName, config, directory });
    return stack.preview({ policyPacks: [PACK] });
  }

  /** Makes a project of {@link PROGRAM}. */
  async function project(name: string): Promise<string> {
    const folder = path.join(directory, name);
    await mkdir(folder);
    await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(folder, "node_modules"));
    await writeFile(path.join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
    await writeFile(path.join(folder, "index.js"), PROGRAM);
    return folder;
  }

  it("refuses the insecure example in the preview and names what is missing", async () => {
    const run = await preview(path.join(PROJECT_ROOT, "examples", "insecure"), "insecure");
    assert.notEqual(run.exitCode, 0);
    const key = (claim: string): string => `sts.windows.net/${TENANT}/:${claim}`;
    assert.deepEqual(
      run.violations
        .map(({ policyName, enforcementLevel, resourceUrn, message }) => [
          policyName,
          enforcementLevel,
          resourceUrn.split("::").at(-1),
          /found no condition on (\S+)\. .* Add "Condition"/.exec(message)?.[1],
        ])
        .sort(),
      [
        ["oidc-trust-requires-audience", "mandatory", "any-audience", key("aud")],
        ["oidc-trust-requires-subject", "mandatory", "any-subject", key("sub")],
      ],
    );
  });

  it("lets right trusts pass and says once what it cannot judge before the update", async () => {
    const run = await preview(await project("clean"), "clean");
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(
      run.violations.map(({ policyName, enforcementLevel, resourceUrn }) => [
        policyName,
        enforcementLevel,
        resourceUrn.split("::").at(-1),
      ]),
      [
        ["oidc-trust-requires-audience", "advisory", "unknown"],
        // The stack has the role alone, without provider, application and identity.
        ["federation-is-consistent", "advisory", "right"],
      ],
    );
    assert.match(run.violations[0]?.message ?? "", /The trust policy of role unknown is not known yet\./);
  });

  it("refuses a component without subjects in the first preview", async () => {
    const run = await preview(await project("open"), "open", { "open:open": "true" });
    assert.notEqual(run.exitCode, 0);
    const mandatory = run.violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    assert.deepEqual(
      mandatory.map(({ policyName, resourceUrn }) => [policyName, resourceUrn.split("::").at(-1)]),
      [["oidc-trust-requires-subject", "open"]],
    );
  });
});
