/** Another team of the tenant: the pipeline of its own resource group, which has a machine there. */
import { randomUUID } from "node:crypto";
import { registerDeployer } from "../../../lab/azure/entra/deployer";
import type { Lab } from "../../../lab/lab";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { CloudError } from "../../../lab/pulumi/plugins/kernel/cloud-error";
import { Refused } from "../exploits/exploit";
import { resourceIdOf } from "../exploits/run-exploit";
import { type TenantIdentity, TenantMachine } from "../exploits/tenant-machine";
import type { Attack, AttackContext } from "./attack";

const NAME = "other-team";
const GROUP = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${NAME}`;

/** The team's pipeline and its machine. */
export interface OtherTeam {
  readonly clientId: string;
  readonly principalId: string;
  /** Made by the pipeline itself. Nothing is attached to it. */
  readonly machine: TenantMachine;
}

/** Gives the team a pipeline that is a contributor of its group, and lets it make its machine. */
export async function foundOtherTeam(lab: Lab): Promise<OtherTeam> {
  const login = { clientId: randomUUID(), clientSecret: randomUUID() };
  const { id: principalId } = registerDeployer(lab.azure.tenant(), { ...login, graphPermissions: [] });
  lab.azure.assignRole({ principalId, role: "Contributor", scope: GROUP });
  return { clientId: login.clientId, principalId, machine: await TenantMachine.start(lab, NAME, login) };
}

/** What the team does: attaches the workload's identity to its machine, and asks there for its token. @throws Refused */
export async function takeIdentity(context: AttackContext): Promise<string> {
  const { otherTeam, target } = context;
  return otherTeam.machine.token(workloadIdentity(context), target.audience).catch((error: unknown) => {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    throw new Refused(error.code, /Message="([^]*)"$/.exec(error.message)?.[1] ?? error.message);
  });
}

/** Lets the team assign the workload's identity, and nothing else. Answers what takes the right away. */
export function permitAssigning(context: AttackContext): () => void {
  const { lab, otherTeam } = context;
  const { resourceId: scope } = workloadIdentity(context);
  return lab.azure.assignRole({
    principalId: otherTeam.principalId,
    role: "Managed Identity Operator",
    scope,
  });
}

/** The team may write its machine, and not assign an identity of others. */
export const attachesIdentity: Attack = {
  name: "attaches the workload's identity to a machine of its own",
  refusal: {
    code: "LinkedAuthorizationFailed",
    message:
      "The client '<other team's client ID>' with object id '<other team's principal ID>' has permission to perform " +
      `action 'Microsoft.Compute/virtualMachines/write' on scope '${GROUP}/providers/Microsoft.Compute/virtualMachines/${NAME}'; ` +
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
