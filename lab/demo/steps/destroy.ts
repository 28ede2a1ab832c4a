import type { PulumiStack } from "../../pulumi/engine/pulumi-stack";
import { type ResourceCount, resourceCount } from "../resource-count";
import { DemoFailure, type StepTools } from "../step-runner";

/** `pulumi destroy`. What is left in the clouds afterwards is for the caller to count. */
export async function destroy(stack: PulumiStack, tools: StepTools): Promise<ResourceCount> {
  const run = await stack.destroy({ onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`pulumi destroy failed:\n${run.output}`);
  }
  return resourceCount(run, "delete");
}
