import { hasMarks, recognizeEntraIssuer } from "../../trust";
import type { SeenStack } from "../engine/seen-resource";
import type { IamObject } from "../iam/iam-object";
import { grantsOf, trustDocument } from "../iam/trust";
import { applicationNotes } from "./application-notes";
import type { ConsistencyNote } from "./consistency-note";
import type { Federation } from "./federation-of-stack";
import { providerNotes } from "./provider-notes";
import { subjectNotes } from "./subject-notes";

/**
 * Compares a role's trust policy with the parts of the federation in the stack. A role whose trust policy is unknown is
 * skipped: the update judges it.
 */
export function* consistencyOf(
  role: IamObject,
  seen: Federation,
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  if (hasMarks(trustDocument(role))) {
    return;
  }
  for (const grant of grantsOf(role)) {
    const entra = recognizeEntraIssuer(grant.provider);
    // The rules for trust policies refuse all but exact values, which alone can be compared.
    if (entra !== undefined && grant.audience.kind === "exact" && grant.subject.kind === "exact") {
      yield* providerNotes(role.name, grant, seen.providers);
      const application = yield* applicationNotes(role.name, grant, entra.tokenVersion, seen, stack);
      yield* subjectNotes(role.name, grant, application, entra.tenantId, seen, stack);
    }
  }
}
