import type { TrustFinding } from "../analyze/verdict";
import { isObject } from "../parse/json-values";
import { hasMark, hasMarks } from "./unknown-mark";

/**
 * Whether a violation that the best case has is there whatever the unknown values are.
 *
 * A placeholder never opens a role. But it may be malformed, or contradict another condition, where the real value does
 * neither. So a finding that the role is closed counts only if it is about known parts.
 *
 * @param policy - The policy with its marks.
 */
export function isCertain(finding: TrustFinding, policy: unknown): boolean {
  const { reach, rule, code, statement, path } = finding;
  if (reach !== "nobody" || !hasMarks(policy)) {
    return true;
  }
  if (!isObject(policy) || Object.keys(policy).some(hasMark)) {
    return false;
  }
  const { Version, Statement } = policy;
  const own: unknown = Array.isArray(Statement) ? Statement[statement ?? 0] : Statement;
  if (statement !== undefined && !hasMark(Version) && !hasMarks(own)) {
    return true;
  }
  // A claim of a known provider that even the best values do not pin. Another condition closes the role for now.
  if (code === "claim-not-pinned") {
    return isObject(own) && !hasMarks(own.Principal);
  }
  // Whether a policy is well-formed shows at the place itself. Other rules compare several places.
  return rule === "trust-policy-is-well-formed" && isKnownAt(policy, path);
}

/** Whether all is known at a place of a policy, or where the rest of the way to it is missing. */
function isKnownAt(policy: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (step === undefined) {
    return !hasMarks(policy);
  }
  if (Array.isArray(policy) && typeof step === "number") {
    return isKnownAt(policy[step], rest);
  }
  if (!isObject(policy) || Object.keys(policy).some(hasMark)) {
    return false;
  }
  return !Object.hasOwn(policy, step) || isKnownAt(policy[step], rest);
}
