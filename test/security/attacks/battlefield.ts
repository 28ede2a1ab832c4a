/** What all attacks of the matrix need: one deployed quickstart and, around it, what others have in both clouds. */
import type { Lab } from "../../../lab";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import { labAdministrator } from "../../../tools/demo/administrator";
import type { Deployment } from "../../../tools/demo/steps/deploy";
import { type Strangers, withStrangers } from "../../../tools/demo/strangers";
import { Refused } from "../exploits/outcome";
import type { AttackContext } from "./attack";
import { callHelper, NOT_USED } from "./helper-call";
import { foundOtherTeam } from "./other-team";
import { foundTenant } from "./other-tenant";
import { suspendRole } from "./suspended-role";

/**
 * Invites strangers to a deployed quickstart. They stay, with all that is made here, until the lab stops.
 *
 * @throws Error when something of it cannot be made
 */
export async function openBattlefield(
  lab: Lab,
  { stack, outputs: target }: Pick<Deployment, "stack" | "outputs">,
): Promise<AttackContext> {
  // Before the strangers come: the machine has one identity then, as the quickstart has.
  const suspended = await suspendRole(lab, target);
  const rest = {
    lab,
    target,
    stack,
    suspended,
    vm: lab.azure.vm(target.virtualMachineName),
    otherTenant: await foundTenant(target.audience),
    otherTeam: await foundOtherTeam(lab),
    secondVersionAudience: registerSecondVersionApplication(lab),
    github: await lab.azure.startOutsideIssuer("https://token.actions.githubusercontent.com"),
  };
  const context = { ...rest, strangers: await inviteStrangers(lab, target) };
  await fillCache(context);
  return context;
}

async function inviteStrangers(lab: Lab, target: Deployment["outputs"]): Promise<Strangers> {
  return new Promise((resolve, reject) => {
    const staying = (strangers: Strangers) => {
      resolve(strangers);
      return new Promise<never>(() => undefined);
    };
    withStrangers(labAdministrator(lab), target, staying).catch(reject);
  });
}

/** From here on the helper has a session in its cache. */
async function fillCache(context: AttackContext): Promise<void> {
  await callHelper(context).catch((error: unknown) => {
    if (!(error instanceof Refused) || error.code !== NOT_USED.code) {
      throw error;
    }
  });
}

/** An application of another team that gets tokens of version 2, for which every identity of the tenant may ask. */
function registerSecondVersionApplication(lab: Lab): string {
  const { directory } = lab.azure.tenant();
  const displayName = "second-version";
  const identifierUri = `api://${LAB_TENANT_ID}/${displayName}`;
  const { appId } = directory.createApplication({
    displayName,
    identifierUris: [identifierUri],
    api: { requestedAccessTokenVersion: 2 },
  });
  directory.createServicePrincipal({ appId, displayName });
  return identifierUri;
}
