/** Decides whether the roles to import trust the audiences that the component would write. */
import { coded, type Message } from "../../messages";
import { text } from "./exports";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * What keeps the audiences of roles from being those that the component writes. With v1 tokens all have the same one. With
 * v2 tokens each has the client ID of its identity. One with further subjects also has all client IDs of the provider that
 * are not of a workload.
 *
 * @param others - The client IDs of the provider that are not of a workload.
 */
export function audienceProblems(
  tokenVersion: 1 | 2,
  workloads: readonly SetUpWorkload[],
  others: readonly string[],
): Message[] {
  if (tokenVersion === 1) {
    const audiences = [...new Set(workloads.flatMap(({ trust }) => trust.audiences))];
    return audiences.length > 1
      ? [
          coded(
            "import-audiences-several",
            `the roles trust ${audiences.length} audiences, and a federation has one: ${audiences.join(", ")}. Import those of each into a separate federation`,
          ),
        ]
      : [];
  }
  return workloads.flatMap(({ role, identity, trust: { audiences }, otherSubjects }) => {
    if (otherSubjects.length > 0 && others.length === 0) {
      return [
        coded(
          "import-subjects-without-audience",
          `role ${text(role, "RoleName")} trusts the further subjects ${otherSubjects.join(", ")}, and the provider lists none of their client IDs, so AWS refuses their v2 tokens. Remove them from the role, or add their client IDs to provider and role, and export again`,
        ),
      ];
    }
    const right = [text(identity, "clientId"), ...(otherSubjects.length > 0 ? others : [])];
    return new Set(right).size === new Set([...right, ...audiences]).size &&
      right.every((it) => audiences.includes(it))
      ? []
      : [
          coded(
            "import-audiences-differ",
            `role ${text(role, "RoleName")} trusts other audiences than the component would write. Expected ${right.join(", ")}, the client IDs of its identities; got ${audiences.join(", ")}. Correct the role, and export again`,
          ),
        ];
  });
}
