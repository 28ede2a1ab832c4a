import type { Lab } from "../../../lab";
import { coded, withCode } from "../../../messages";
import type { ResourceCount } from "../resource-count";
import { DemoFailure, type StepTools } from "../step-runner";
import type { Deployment } from "./deploy";
import { destroy } from "./destroy";
import { updateAgain } from "./update-again";

/** The result of the last step. */
export interface CleanUp {
  /** Resources that the second `pulumi up` did not change. */
  readonly unchanged: ResourceCount;
  /** Absent if the lab was kept. */
  readonly emptied?: EmptyClouds;
}

/** What `pulumi destroy` deleted, and what is left in both clouds, without the lab's own buckets. */
export interface EmptyClouds {
  readonly deleted: ResourceCount;
  /** ARM resources, applications, service principals and app-role assignments. */
  readonly leftInAzure: number;
  /** OIDC providers, roles and policies. */
  readonly leftInAws: number;
}

/** A second `pulumi up`, which must change nothing. Then `pulumi destroy`, unless the lab is kept. */
export async function cleanUp(
  lab: Lab,
  { stack }: Deployment,
  { keep, tools }: { readonly keep: boolean; readonly tools: StepTools },
): Promise<CleanUp> {
  const unchanged = await updateAgain(stack, tools);
  if (keep) {
    return { unchanged };
  }
  const deleted = await destroy(stack, tools);
  return { unchanged, emptied: { deleted, ...(await demandEmpty(lab)) } };
}

/** Neither cloud may contain resources of the stack. */
async function demandEmpty(lab: Lab): Promise<Omit<EmptyClouds, "deleted">> {
  const azure = lab.azure.counts();
  const aws = await lab.aws.counts();
  const leftInAzure = azure.total;
  const leftInAws = aws.oidcProviders + aws.roles + aws.policies;
  if (leftInAzure + leftInAws > 0) {
    throw new DemoFailure(
      withCode(
        coded(
          "demo-not-empty",
          `pulumi destroy left resources. Expected none; got ${JSON.stringify({ azure, aws })}`,
        ),
      ),
    );
  }
  return { leftInAzure, leftInAws };
}
