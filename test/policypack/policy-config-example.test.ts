/** examples/policy-config under the real engine: an old estate, with what lets it pass. Previews only. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { PulumiCommand, type PulumiRun } from "../../lab/engine/pulumi-command";
import { PulumiStack } from "../../lab/engine/pulumi-stack";
import { PLUGIN_ENTRIES } from "../../lab/plugins/entries";
import { PROJECT_ROOT } from "../../lab/project-root";
import { fillPluginCache } from "../../lab/toolchain/plugin-cache";
import { ensurePulumiCli } from "../../lab/toolchain/pulumi-cli";
import { checkConfiguration } from "../../policypack/configuration";

const EXAMPLE = path.join(PROJECT_ROOT, "examples", "policy-config");

describe("examples/policy-config", function () {
  this.timeout(120_000);
  let directory = "";
  let pulumi: PulumiCommand;
  let stack: PulumiStack;

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    const cli = await ensurePulumiCli({ report: () => undefined });
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "policy-config-")));
    const environment = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_REGION: "eu-west-1",
      // As a shell has it in that folder.
      PWD: EXAMPLE,
    };
    pulumi = await PulumiCommand.create({ executable: cli.path, directory, environment });
    await fillPluginCache(pulumi.environment.PULUMI_HOME, {
      plugins: PLUGIN_ENTRIES,
      languageHost: !cli.hasNodeLanguageHost,
    });
    stack = await PulumiStack.create(pulumi, {
      ...{ projectDirectory: EXAMPLE, stackName: "dev", config: {}, directory },
    });
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const preview = (...more: string[]): Promise<PulumiRun> =>
    pulumi.run(
      [
        ...["preview", "--stack", stack.name, "--config-file", stack.configFile],
        ...["--policy-pack", "../../policypack", ...more],
      ],
      { projectDirectory: EXAMPLE },
    );

  it("has a configuration in which nothing is wrong", async () => {
    assert.deepEqual(checkConfiguration(await readFile(path.join(EXAMPLE, "policies.json"), "utf8")), []);
  });

  it("passes with it, and shows the exception and what the baseline knows", async () => {
    const run = await preview("--policy-pack-config", "policies.json");
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(
      run.violations
        .map(({ policyName, enforcementLevel, resourceUrn, message }) => [
          policyName,
          enforcementLevel,
          resourceUrn.split("::").at(-1),
          /^(Exception until \S+ \([^)]*\)|In the baseline): /.exec(message)?.[1],
        ])
        .sort(),
      [
        ["oidc-trust-requires-subject", "advisory", "invoices", "In the baseline"],
        [
          "oidc-trust-requires-subject",
          "advisory",
          "reports",
          "Exception until 2999-12-31 (callers move to managed identities with the autumn release)",
        ],
      ],
    );
  });

  it("fails without it", async () => {
    const run = await preview();
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      run.violations
        .map(({ enforcementLevel, resourceUrn }) => [enforcementLevel, resourceUrn.split("::").at(-1)])
        .sort(),
      [
        ["mandatory", "invoices"],
        ["mandatory", "reports"],
      ],
    );
  });
});
