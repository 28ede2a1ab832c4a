import type { Lab } from "../../lab";
import { type ResourceCount, resourceCount } from "../resource-count";
import { DemoFailure, type StepTools } from "../step-runner";
import { type Deployment, POLICY_PACK } from "./deploy";

/** How the demo ended. */
export interface CleanUp {
  /** What the second `pulumi up` left as it was. */
  readonly unchanged: ResourceCount;
  /** Absent when the lab was kept. */
  readonly emptied?: EmptyClouds;
}

/** What `pulumi destroy` took away and what is left in both clouds; the lab's own buckets are not counted. */
export interface EmptyClouds {
  readonly deleted: ResourceCount;
  /** ARM resources, applications, service principals and app-role assignments. */
  readonly leftInAzure: number;
  /** OIDC providers, roles and policies. */
  readonly leftInAws: number;
}

/** A second `pulumi up`, which must change nothing, and unless the lab is kept `pulumi destroy`. */
export async function cleanUp(
  lab: Lab,
  deployment: Deployment,
  { keep, tools }: { readonly keep: boolean; readonly tools: StepTools },
): Promise<CleanUp> {
  const unchanged = await updateAgain(deployment, tools);
  return keep ? { unchanged } : { unchanged, emptied: await destroy(lab, deployment, tools) };
}

async function updateAgain({ stack }: Deployment, tools: StepTools): Promise<ResourceCount> {
  const run = await stack.up({ policyPacks: [POLICY_PACK], onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`the second pulumi up failed:\n${run.output}`);
  }
  const changed = Object.keys(run.changes).filter((operation) => operation !== "same");
  if (changed.length > 0) {
    throw new DemoFailure(`the second pulumi up changed something (${changed.join(", ")}):\n${run.output}`);
  }
  return resourceCount(run, "same");
}

/** After `pulumi destroy` neither cloud may hold anything of the stack. */
async function destroy(lab: Lab, { stack }: Deployment, tools: StepTools): Promise<EmptyClouds> {
  const run = await stack.destroy({ onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`pulumi destroy failed:\n${run.output}`);
  }
  const azure = lab.azure.counts();
  const aws = await lab.aws.counts();
  const leftInAzure = azure.total;
  const leftInAws = aws.oidcProviders + aws.roles + aws.policies;
  if (leftInAzure + leftInAws > 0) {
    throw new DemoFailure(`pulumi destroy left something: ${JSON.stringify({ azure, aws })}`);
  }
  return { deleted: resourceCount(run, "delete"), leftInAzure, leftInAws };
}
