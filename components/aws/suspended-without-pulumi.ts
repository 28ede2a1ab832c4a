import { getRole } from "@pulumi/aws/iam/getRole";
import type * as pulumi from "@pulumi/pulumi";
import { SUSPENSION_BY_COMMAND, SUSPENSION_POLICY_NAME } from "../../trust";

/** What the hooks of a role see of it. */
interface SeenRole {
  readonly name?: string;
  readonly assumeRolePolicy?: unknown;
  /** The provider reads them whether the program sets them or not, so a refresh shows those that others put. */
  readonly inlinePolicies?: readonly { readonly name?: string; readonly policy?: string }[];
}

/** What to do about a role that somebody closed in an incident. */
export function suspendedRemedy(name: string): string {
  return `To keep it so, set suspended: true. To open it, run: npx --no azure-to-aws resume ${name}`;
}

/** Whether a trust policy has a statement that closes it. `azure-to-aws suspend` and the component both write one. */
export function isSuspended(trustPolicy: unknown): boolean {
  return typeof trustPolicy === "string" && /"Sid"\s*:\s*"Suspended/.test(trustPolicy);
}

/**
 * Refuses the update of a role that would open what somebody closed without Pulumi: the state does not know the
 * suspension, or a refresh has just brought it into the state.
 *
 * @param before - The role in the state.
 * @param after - The role as the update would make it.
 * @param parent - The component, with whose login the role is read.
 * @throws Error that names both ways on.
 */
export async function refuseToOpen(
  before: SeenRole,
  after: SeenRole,
  parent: pulumi.Resource,
): Promise<void> {
  const { name } = before;
  if (name === undefined || isSuspended(after.assumeRolePolicy)) return;
  const isKnown = isSuspended(before.assumeRolePolicy);
  if (isKnown ? suspendedByCommand(before) : isSuspended(await trustPolicyOf(name, parent))) {
    throw new Error(`somebody suspended the role ${name} without Pulumi. ${suspendedRemedy(name)}`);
  }
}

function suspendedByCommand({ inlinePolicies = [] }: SeenRole): boolean {
  const [{ Sid }] = SUSPENSION_BY_COMMAND.Statement;
  return inlinePolicies.some(
    ({ name, policy }) => name === SUSPENSION_POLICY_NAME && policy?.includes(`"${Sid}"`) === true,
  );
}

/** @returns Undefined if the role cannot be read: then the update of the role says why. */
async function trustPolicyOf(name: string, parent: pulumi.Resource): Promise<string | undefined> {
  return getRole({ name }, { parent, async: true }).then(
    ({ assumeRolePolicy }) => assumeRolePolicy,
    () => undefined,
  );
}
