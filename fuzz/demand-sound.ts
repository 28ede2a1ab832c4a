import { replaceMarks, hasMark } from "../cli/judgement/not-known";
import { isObject } from "../trust/json-object";
import type { TrustGrant } from "../trust";
import { strangerIn, unmeantIn } from "./soundness";

/** What is put in the place of what a file does not tell: an accepted policy must hold whatever it turns out to be. */
const TURNS_OUT = ["*", "?*", "${aws:PrincipalTag/any}", "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"];

/**
 * Holds an acceptance against the evaluator.
 *
 * @param document - The accepted policy, as an object or JSON text, possibly with marks for what is not known.
 * @throws Error naming a token that the policy lets in and should not.
 */
export function demandSound(document: unknown, grants: readonly TrustGrant[]): void {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  for (const policy of policiesOf(text)) {
    const stranger = strangerIn(policy) ?? (hasMark(text) ? undefined : unmeantIn(policy, grants));
    if (stranger !== undefined) {
      throw new Error(
        `unsound: accepted, and lets in ${JSON.stringify(stranger)}: ${JSON.stringify(policy)}`,
      );
    }
  }
}

/** The policy; one for each way in which what is not known can turn out. */
function policiesOf(text: string): Record<string, unknown>[] {
  const variants = hasMark(text) ? TURNS_OUT.map((value) => replaceMarks(text, () => value)) : [text];
  return variants.map((variant) => JSON.parse(variant) as unknown).filter(isObject);
}
