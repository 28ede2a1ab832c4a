/** examples/policy-config under the real engine: an old estate, with what lets it pass. Previews only. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import type { PulumiRun } from "../../../lab/pulumi/engine/pulumi-command";
import { PulumiStack } from "../../../lab/pulumi/engine/pulumi-stack";
import { checkConfiguration } from "../../../policypack/configuration";
import { type PreviewEngine, said, START_TIMEOUT, startPreviewEngine } from "./engine-setup";

const EXAMPLE = path.join(PROJECT_ROOT, "examples", "policy-config");

describe("examples/policy-config", function () {
  this.timeout(120_000);
  let engine: PreviewEngine;
  let stack: PulumiStack;

  before(async function () {
    this.timeout(START_TIMEOUT);
    engine = await startPreviewEngine();
    const { pulumi, directory } = engine;
    stack = await PulumiStack.create(pulumi, {
      projectDirectory: EXAMPLE,
      stackName: "dev",
      config: {},
      directory,
    });
  });

  after(() => engine.close());

  const preview = (...more: string[]): Promise<PulumiRun> =>
    engine.pulumi.run(
      [
        "preview",
        "--stack",
        stack.name,
        "--config-file",
        stack.configFile,
        "--policy-pack",
        "../../policypack",
        ...more,
      ],
      { projectDirectory: EXAMPLE },
    );

  it("has a configuration in which nothing is wrong, with one warning", async () => {
    assert.deepEqual(checkConfiguration(await readFile(path.join(EXAMPLE, "policies.json"), "utf8")), [
      {
        path: "oidc-trust-requires-subject.exceptions[0].until",
        reason: 'is "2999-12-31", more than a year from now',
        isWarning: true,
      },
    ]);
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
    assert.deepEqual(said(run, "mandatory"), [
      ["oidc-trust-requires-subject", "invoices"],
      ["oidc-trust-requires-subject", "reports"],
    ]);
  });
});
