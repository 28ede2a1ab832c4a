/** examples/policy-config under the real engine: an old estate, with exceptions and a baseline. Previews only. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import type { PulumiRun } from "../../../lab/pulumi/engine/pulumi-command";
import { PulumiStack } from "../../../lab/pulumi/engine/pulumi-stack";
import { checkConfiguration } from "../../../policypack/configuration";
import { describeWith } from "../../describe-with";
import { said, startPreviewEngine } from "./engine-setup";

const EXAMPLE = path.join(PROJECT_ROOT, "examples", "policy-config");
const BASELINE = path.join(EXAMPLE, "baseline.json");
const COUNT = `1 finding is in the baseline ${BASELINE}, which describes it`;

describeWith("examples/policy-config", startPreviewEngine, function (engine) {
  this.timeout(120_000);
  let stack: PulumiStack;

  before(async () => {
    const { pulumi, directory } = engine();
    stack = await PulumiStack.create(pulumi, {
      projectDirectory: EXAMPLE,
      stackName: "dev",
      config: {},
      directory,
    });
  });

  const preview = (policyPackConfig: string): Promise<PulumiRun> =>
    stack.preview({ policyPacks: ["../../policypack"], policyPackConfig });

  it("has a configuration in which nothing is wrong, with one warning", async () => {
    assert.deepEqual(checkConfiguration(await readFile(path.join(EXAMPLE, "policies.json"), "utf8")), [
      {
        path: "oidc-trust-requires-subject.exceptions[0].until",
        code: "config-exception-long",
        reason: 'ends more than a year from now. Expected an earlier day; got "2999-12-31"',
        isWarning: true,
      },
    ]);
  });

  it("passes with it, shows the exception, and counts the finding in the baseline", async () => {
    const run = await preview("policies.json");
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(shown(run), [
      ["findings-in-baseline", "advisory", "azure-to-aws-policy-config-dev", COUNT],
      [
        "oidc-trust-requires-subject",
        "advisory",
        "reports",
        "Exception until 2999-12-31 (callers move to managed identities with the autumn release)",
      ],
    ]);
  });

  it("is stopped in the first month of adoption by the role that the baseline does not know", async () => {
    // As docs/how-to/roll-out-the-pack.md says: each baseline by its absolute path.
    const text = await readFile(path.join(EXAMPLE, "first-month.json"), "utf8");
    const file = path.join(engine().directory, "first-month.json");
    const baseline = JSON.stringify(BASELINE);
    await writeFile(file, text.replaceAll('"baseline.json"', baseline));
    const run = await preview(file);
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      shown(run).filter(([rule]) => rule !== "federation-is-consistent"),
      [
        ["findings-in-baseline", "advisory", "azure-to-aws-policy-config-dev", COUNT],
        ["oidc-trust-requires-subject", "mandatory", "reports", undefined],
      ],
    );
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "reports"]]);
  });

  it("is stopped by both roles with the configuration for afterwards", async () => {
    const run = await preview("afterwards.json");
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      said(run, "mandatory").filter(([rule]) => rule.startsWith("oidc-trust-")),
      [
        ["oidc-trust-requires-subject", "invoices"],
        ["oidc-trust-requires-subject", "reports"],
      ],
    );
  });
});

/** What a run shows: rule, level, resource, and the beginning of an exception or of the count. */
function shown({ violations }: PulumiRun): [string, string, string | undefined, string | undefined][] {
  return violations
    .map(({ policyName, enforcementLevel, resourceUrn, message }): ReturnType<typeof shown>[number] => [
      policyName,
      enforcementLevel,
      resourceUrn.split("::").at(-1),
      /^(Exception until \S+ \([^)]*\)(?=: )|1 finding is in .*(?=\. They|\. It stops))/.exec(message)?.[1],
    ])
    .sort();
}
