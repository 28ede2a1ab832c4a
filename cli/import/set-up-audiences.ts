import { text } from "./exports";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * What keeps the audiences of roles from being those that the component writes: a sentence each. With v1 tokens all have
 * one and the same. With v2 tokens each has the client ID of its identity, and one with further subjects all client IDs
 * of the provider that are no workload's.
 *
 * @param others - The client IDs of the provider that are no workload's own.
 */
export function audienceProblems(
  tokenVersion: 1 | 2,
  workloads: readonly SetUpWorkload[],
  others: readonly string[],
): string[] {
  if (tokenVersion === 1) {
    const audiences = [...new Set(workloads.flatMap(({ trust }) => trust.audiences))];
    return audiences.length > 1
      ? [
          `The roles trust ${audiences.length} audiences, of which a federation has one: ${audiences.join(", ")}.`,
        ]
      : [];
  }
  return workloads.flatMap(({ role, identity, trust: { audiences }, otherSubjects }) => {
    if (otherSubjects.length > 0 && others.length === 0) {
      return [
        `The role ${text(role, "RoleName")} trusts further subjects, ${otherSubjects.join(", ")}, and the provider lists the client ID of none of them, so that their v2 tokens open nothing: take them out of the role, or add their client IDs to provider and role, and export again.`,
      ];
    }
    const right = [text(identity, "clientId"), ...(otherSubjects.length > 0 ? others : [])];
    return new Set(right).size === new Set([...right, ...audiences]).size &&
      right.every((it) => audiences.includes(it))
      ? []
      : [
          `The role ${text(role, "RoleName")} trusts the audiences ${audiences.join(", ")}; with v2 tokens the component would write ${right.join(", ")}, the client IDs of its identities: give the role these, and export again.`,
        ];
  });
}
