import type { Message } from "../../messages";
import { IMPORT } from "../../messages/cli";
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
    return audiences.length > 1 ? [IMPORT.say("import-audiences-several", audiences)] : [];
  }
  return workloads.flatMap(({ role, identity, trust: { audiences }, otherSubjects }) => {
    if (otherSubjects.length > 0 && others.length === 0) {
      return [IMPORT.say("import-subjects-without-audience", text(role, "RoleName"), otherSubjects)];
    }
    const right = [text(identity, "clientId"), ...(otherSubjects.length > 0 ? others : [])];
    return new Set(right).size === new Set([...right, ...audiences]).size &&
      right.every((it) => audiences.includes(it))
      ? []
      : [IMPORT.say("import-audiences-differ", text(role, "RoleName"), audiences, right)];
  });
}
