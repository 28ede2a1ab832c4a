import type { PulumiStack } from "../../../lab/pulumi";
import { withCode } from "../../../messages";
import { DEMO } from "../../../messages/lab";
import { type ResourceCount, resourceCount } from "../resource-count";
import { DemoFailure, type StepTools } from "../step-runner";

/** `pulumi destroy`. The caller counts what is left in the clouds. */
export async function destroy(stack: PulumiStack, tools: StepTools): Promise<ResourceCount> {
  const run = await stack.destroy({ onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`${withCode(DEMO.say("demo-pulumi-failed", "pulumi destroy"))}\n${run.output}`);
  }
  return resourceCount(run, "delete");
}
