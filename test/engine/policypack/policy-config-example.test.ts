/** examples/policy-config under the real engine: an old estate, with accepted findings. Previews only. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { describeWith } from "../../../lab/testing/describe-with";
import { checkConfiguration } from "../../../policypack/configuration";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { said, startPreviewEngine } from "./engine-setup";

const EXAMPLE = path.join(PROJECT_ROOT, "examples", "policy-config");
const COUNTS = [
  "1 finding is accepted by platform until 2999-12-31: before the policy pack",
  "1 finding is accepted by reporting until 2999-12-31: callers move to managed identities with the autumn release",
];

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

  it("has a configuration in which nothing is wrong, with two warnings", async () => {
    assert.deepEqual(
      checkConfiguration(await readFile(path.join(EXAMPLE, "policies.json"), "utf8")),
      [0, 1].map((index) => ({
        path: `accepted.findings[${index}].until`,
        code: "config-acceptance-long",
        reason: 'ends more than a year from now. Expected an earlier day; got "2999-12-31"',
        isWarning: true,
      })),
    );
  });

  it("passes with it, and counts both findings as accepted, with owner, day, and reason", async () => {
    const run = await preview("policies.json");
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(
      shown(run),
      COUNTS.map((count) => ["accepted-findings", "advisory", "azure-to-aws-policy-config-dev", count]),
    );
  });

  it("is stopped in the first month of adoption by the role whose finding is not accepted", async () => {
    const text = await readFile(path.join(EXAMPLE, "policies.json"), "utf8");
    const { accepted } = JSON.parse(text) as { readonly accepted: { readonly findings: readonly object[] } };
    const first = await readFile(path.join(EXAMPLE, "first-month.json"), "utf8");
    const file = path.join(engine().directory, "first-month.json");
    await writeFile(
      file,
      first.replace('"findings": []', `"findings": ${JSON.stringify(accepted.findings.slice(1))}`),
    );
    const run = await preview(file);
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      shown(run).filter(([rule]) => rule !== "federation-is-consistent"),
      [
        ["accepted-findings", "advisory", "azure-to-aws-policy-config-dev", COUNTS[0]],
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

/** What a run shows: rule, level, resource, and the count of accepted findings. */
function shown({ violations }: PulumiRun): [string, string, string | undefined, string | undefined][] {
  return violations
    .map(({ policyName, enforcementLevel, resourceUrn, message }): ReturnType<typeof shown>[number] => [
      policyName,
      enforcementLevel,
      resourceUrn.split("::").at(-1),
      /^(\d+ findings? (?:is|are) accepted .*) \[findings-accepted\]/.exec(message)?.[1],
    ])
    .sort();
}
