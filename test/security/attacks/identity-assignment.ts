/** The other team tries to attach the workload's identity to its own machine. */
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { CloudError } from "../../../lab/pulumi";
import { Refused } from "../exploits/outcome";
import { resourceIdOf } from "../exploits/run-exploit";
import type { TenantIdentity } from "../exploits/tenant-machine";
import type { Attack, AttackContext } from "./attack";
import { OTHER_TEAM, OTHER_TEAM_GROUP } from "./other-team";

/** The team attaches the workload's identity to its machine, and asks for a token there. @throws Refused */
export async function takeIdentity(context: AttackContext): Promise<string> {
  const { otherTeam, target } = context;
  return otherTeam.machine.token(workloadIdentity(context), target.audience).catch((error: unknown) => {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    throw new Refused(error.code, /Message="([^]*)"$/.exec(error.message)?.[1] ?? error.message);
  });
}

/** Lets the team assign the workload's identity, and nothing else. Returns a function that removes the right. */
export function permitAssigning(context: AttackContext): () => void {
  const { lab, otherTeam } = context;
  const { resourceId: scope } = workloadIdentity(context);
  return lab.azure.assignRole({
    principalId: otherTeam.principalId,
    role: "Managed Identity Operator",
    scope,
  });
}

/** The team may write to its machine, but not assign another team's identity. */
export const attachesIdentity: Attack = {
  name: "attaches the workload's identity to a VM that it controls",
  refusal: {
    code: "LinkedAuthorizationFailed",
    message:
      "The client '<other team's client ID>' with object id '<other team's principal ID>' has permission to perform " +
      `action 'Microsoft.Compute/virtualMachines/write' on scope '${OTHER_TEAM_GROUP}/providers/Microsoft.Compute/virtualMachines/${OTHER_TEAM}'; ` +
      "however, it does not have permission to perform action(s) " +
      "'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) " +
      `'/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/<resource group>/providers/Microsoft.ManagedIdentity/` +
      "userAssignedIdentities/<identity>' (respectively) or the linked scope(s) are invalid.",
  },
  attempt: takeIdentity,
};

function workloadIdentity({ lab, target }: AttackContext): TenantIdentity {
  const { clientId, principalId } = target;
  return { clientId, principalId, resourceId: resourceIdOf(lab, principalId) };
}
