import { getRole } from "@pulumi/aws/iam/getRole";
import type * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { resumeTrustPolicy, SUSPENSION_BY_COMMAND, SUSPENSION_POLICY_NAME } from "../../trust/build";
import { isObject } from "../../trust/text";

/** What the hooks of a role see of it. */
interface SeenRole {
  readonly name?: string;
  readonly assumeRolePolicy?: unknown;
  /** The provider reads them whether the program sets them or not, so a refresh shows those that others put. */
  readonly inlinePolicies?: readonly { readonly name?: string; readonly policy?: string }[];
}

/** Reports a role that is suspended in AWS and not in the program, and both ways on. */
export function suspendedInAws(name: string): string {
  return withCode(
    coded(
      "suspended-outside-pulumi",
      `someone suspended role ${name} outside Pulumi, or an earlier update that lifted the suspension failed. To keep it suspended, set suspended: true. To open it, run: npx @azure-to-aws/cli resume ${name}`,
      "After a failed update, run: pulumi up --refresh",
    ),
  );
}

/**
 * Whether a trust policy has what `azure-to-aws suspend` or the component write to close it. A Deny of the owner's is
 * none of that, whatever its `Sid`.
 */
export function isSuspended(trustPolicy: unknown): boolean {
  try {
    const document: unknown = JSON.parse(String(trustPolicy));
    return isObject(document) && resumeTrustPolicy(document) !== document;
  } catch {
    return false;
  }
}

/**
 * Refuses the update of a role that would open what somebody closed without Pulumi: the state does not know the
 * suspension, or a refresh has just brought it into the state.
 *
 * @param role - The role in the state.
 * @param parent - The component, with whose login the role is read.
 * @throws Error that names both ways on.
 */
export async function refuseToOpen(role: SeenRole, parent: pulumi.Resource): Promise<void> {
  const { name } = role;
  if (name === undefined) {
    return;
  }
  const isKnown = isSuspended(role.assumeRolePolicy);
  if (isKnown ? suspendedByCommand(role) : isSuspended(await trustPolicyOf(name, parent))) {
    throw new Error(suspendedInAws(name));
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
  return getRole({ name }, { parent }).then(
    ({ assumeRolePolicy }) => assumeRolePolicy,
    () => undefined,
  );
}
