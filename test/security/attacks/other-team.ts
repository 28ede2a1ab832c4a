/** Another team of the tenant: the pipeline of its own resource group, which has a machine there. */
import { randomUUID } from "node:crypto";
import type { Lab } from "../../../lab";
import { registerDeployer } from "../../../lab/azure";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { TenantMachine } from "../exploits/tenant-machine";

/** Name of the team, its machine, and its resource group. */
export const OTHER_TEAM = "other-team";
/** ID of its resource group. */
export const OTHER_TEAM_GROUP = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${OTHER_TEAM}`;

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
  lab.azure.assignRole({ principalId, role: "Contributor", scope: OTHER_TEAM_GROUP });
  return {
    clientId: login.clientId,
    principalId,
    machine: await TenantMachine.start(lab, OTHER_TEAM, login),
  };
}
