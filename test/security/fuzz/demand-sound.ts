import { hasMark, isObject, replaceMarks, type TrustGrant } from "../../../trust";
import type { Token } from "../../model/iam";
import { strangerIn, unmeantIn } from "./soundness";

/** What is put in the place of what a file does not tell: an accepted policy must hold whatever it turns out to be. */
const TURNS_OUT = ["*", "?*", "${aws:PrincipalTag/any}", "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"];

/**
 * Holds an acceptance against the evaluator, which takes the policy to the letter.
 *
 * @param document - The accepted policy, as an object or JSON text.
 * @throws Error naming a token that the policy lets in and should not.
 */
export function demandSound(document: unknown, grants: readonly TrustGrant[]): void {
  demandNone(textOf(document), (policy) => strangerIn(policy) ?? unmeantIn(policy, grants));
}

/**
 * The same for the command line, which reads marks in a policy as what is not known: the acceptance must hold however
 * that turns out.
 *
 * @throws Error naming a token that the policy lets in and should not.
 */
export function demandSoundWhatever(document: unknown, grants: readonly TrustGrant[]): void {
  const text = textOf(document);
  if (!hasMark(text)) {
    demandSound(text, grants);
    return;
  }
  for (const value of TURNS_OUT) {
    demandNone(
      replaceMarks(text, () => value),
      strangerIn,
    );
  }
}

function textOf(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}

function demandNone(text: string, find: (policy: Record<string, unknown>) => Token | undefined): void {
  const policy = JSON.parse(text) as unknown;
  const stranger = isObject(policy) ? find(policy) : undefined;
  if (stranger !== undefined) {
    throw new Error(`unsound: accepted, and lets in ${JSON.stringify(stranger)}: ${JSON.stringify(policy)}`);
  }
}
