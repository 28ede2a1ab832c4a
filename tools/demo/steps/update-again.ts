import type { PulumiStack } from "../../../lab/pulumi";
import { coded, withCode } from "../../../messages";
import { DEMO } from "../../../messages/lab";
import { type ResourceCount, resourceCount } from "../resource-count";
import { DemoFailure, type StepTools } from "../step-runner";
import { POLICY_PACK } from "./deploy";

/** A second `pulumi up`, which must change nothing. */
export async function updateAgain(stack: PulumiStack, tools: StepTools): Promise<ResourceCount> {
  const run = await stack.up({ policyPacks: [POLICY_PACK], onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(
      `${withCode(DEMO.say("demo-pulumi-failed", "the second pulumi up"))}\n${run.output}`,
    );
  }
  const changed = Object.keys(run.changes).filter((operation) => operation !== "same");
  if (changed.length > 0) {
    const message = withCode(
      coded(
        "demo-update-changed",
        `the second pulumi up changed resources (${changed.join(", ")}). Expected no change`,
        "Its output follows",
      ),
    );
    throw new DemoFailure(`${message}\n${run.output}`);
  }
  return resourceCount(run, "same");
}
