import { hasMarks, recognizeEntraIssuer } from "azure-to-aws-federation/trust";
import type { SeenStack } from "../engine/seen-resource";
import type { IamObject } from "../iam/iam-object";
import { grantsOf, trustDocument } from "../iam/trust";
import { applicationNotes } from "./application-notes";
import type { ConsistencyNote } from "./consistency-note";
import type { Federation } from "./federation-of-stack";
import { providerNotes } from "./provider-notes";
import { subjectNotes } from "./subject-notes";

/**
 * Compares what a role trusts with what the stack has of the federation. A role whose trust policy is not known yet is
 * passed over: it is judged in the update.
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
    // What is not pinned to exact values is refused by the rules for trust policies: there is nothing to compare.
    if (entra !== undefined && grant.audience.kind === "exact" && grant.subject.kind === "exact") {
      yield* providerNotes(grant, seen.providers);
      const application = yield* applicationNotes(grant, entra.tokenVersion, seen, stack);
      yield* subjectNotes(grant, application, entra.tenantId, seen, stack);
    }
  }
}
