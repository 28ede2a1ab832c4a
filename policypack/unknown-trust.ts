import type { ResourceValidationArgs } from "@pulumi/policy";

/** Roles that have been spoken of: several rules see the same role, one of them says it. */
const spokenOf = new Set<string>();

/** Says in plain words what becomes of a role whose trust policy is not known in a preview. */
export function unknownTrustMessage(role: string): string {
  return `The trust policy of role ${role} is not known yet. It is judged in the update, before the role is created.`;
}

/**
 * Says once a role that its trust policy is judged later. The engine shows what it threw itself when the rule read
 * the unknown value as advice and lets the preview go on, whatever the rule's enforcement level.
 *
 * @throws {Error} The `cause`, with words that a person understands, the first time for this role.
 */
export function adviseOnUnknownTrust({ name, urn }: ResourceValidationArgs, cause: Error): void {
  if (!spokenOf.has(urn)) {
    spokenOf.add(urn);
    cause.message = unknownTrustMessage(name);
    throw cause;
  }
}
