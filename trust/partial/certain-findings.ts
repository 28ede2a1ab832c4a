import { findingMessage } from "../analyze/finding";
import type { TrustFinding } from "../analyze/verdict";
import { providerOfKey } from "../policy/condition-keys";
import { isObject, stringsIn } from "../text/json-values";
import { hasMark, hasMarks, hasUnknownName } from "./unknown-mark";

/** The findings of the best case that hold, whatever the unknown values are. */
export function certainFindings(
  findings: readonly TrustFinding[],
  policy: Record<string, unknown>,
): readonly TrustFinding[] {
  return findings.flatMap((finding) => {
    if (isCertain(finding, policy)) {
      return finding;
    }
    // A principal that includes everyone is wrong, no matter who meets the conditions.
    const isWrong = finding.code === "provider-not-named" && isKnownAt(policy, finding.path);
    return isWrong && isKnownAt(policy, ["Version"]) ? withUnknownCallers(finding) : [];
  });
}

function withUnknownCallers(finding: TrustFinding): TrustFinding {
  const consequence = "The conditions alone decide who can assume this role, and not all of them are known.";
  return { ...finding, consequence, message: findingMessage({ ...finding, consequence }) };
}

/**
 * Whether a finding of the best case holds whatever the unknown values are.
 *
 * A placeholder never opens a role. But it may be malformed, or contradict another condition, where the real value does
 * neither. So a finding that the role is closed counts only if it is about known parts.
 *
 * @param policy - The policy with its marks.
 */
function isCertain(finding: TrustFinding, policy: Record<string, unknown>): boolean {
  const { reach, rule, code, statement, path } = finding;
  if (reach !== "nobody" || !hasMarks(policy)) {
    return true;
  }
  const { Version, Statement } = policy;
  const own: unknown = Array.isArray(Statement) ? Statement[statement ?? 0] : Statement;
  // The version decides only whether `${…}` is a policy variable.
  const isVersionKnown = !hasMark(Version) || !JSON.stringify(own ?? null).includes("${");
  if (statement !== undefined && isVersionKnown && !hasMarks(own)) {
    return true;
  }
  // Whether a policy is well-formed, and which account a provider is of, shows at the place itself.
  if (rule === "trust-policy-is-well-formed" || code === "provider-of-another-account") {
    return isKnownAt(policy, path);
  }
  if (!isObject(own)) {
    return false;
  }
  if (code === "provider-not-named") {
    return isVersionKnown && isKnownAt(policy, path) && areValuesKnown(own.Condition, isOfProvider);
  }
  if (!namesItsProviders(own.Principal)) {
    return false;
  }
  // A claim of a known provider that even the best values do not pin. Another condition closes the role for now.
  if (code === "claim-not-pinned") {
    return true;
  }
  return (
    isVersionKnown &&
    (rule === "oidc-trust-names-its-issuer"
      ? // Whose a key is that is not wholly known depends on what it turns out to be.
        code !== "condition-key-foreign" || path.every((step) => typeof step === "number" || !hasMark(step))
      : areValuesKnown(own.Condition, (key) => key.toLowerCase() === finding.key?.toLowerCase()))
  );
}

/** Whether the names of all providers of a principal are known. Their account and partition open and close nothing. */
function namesItsProviders(principal: unknown): boolean {
  return (
    isObject(principal) &&
    stringsIn(principal.Federated).every((arn) => !hasMark(arn.split(":oidc-provider/")[1] ?? arn))
  );
}

const isOfProvider = (key: string): boolean => providerOfKey(key.toLowerCase()) !== undefined;

/**
 * Whether all values are known that a statement compares with some keys. A key that is not known may be one of these. Operators are
 * known: a statement with an unknown one has no finding in the best case.
 */
function areValuesKnown(condition: unknown, isCompared: (key: string) => boolean): boolean {
  return (
    isObject(condition) &&
    Object.values(condition).every(
      (block) =>
        isObject(block) &&
        !hasUnknownName(block) &&
        Object.entries(block).every(([key, values]) => !isCompared(key) || !hasMarks(values)),
    )
  );
}

/** Whether all is known at a place of a policy, or where the rest of the way to it is missing. */
function isKnownAt(policy: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (step === undefined) {
    return !hasMarks(policy);
  }
  if (Array.isArray(policy)) {
    return isKnownAt(policy[Number(step)], rest);
  }
  if (!isObject(policy) || hasUnknownName(policy)) {
    return false;
  }
  return !Object.hasOwn(policy, step) || isKnownAt(policy[step], rest);
}
