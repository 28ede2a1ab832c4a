/** Further conditions of a trust policy, next to audience and subject. They can only narrow the trust. */
import { providerOfKey } from "../policy/condition-keys";
import { conditionOperator } from "../policy/condition-operators";
import { isObject } from "../text/json-values";
import { memberPath } from "../text/member-path";
import type { Problem } from "../text/problem";
import { operandProblem } from "./condition-operand";
import { oidcProviderName } from "./oidc-provider-name";

/** Condition operator → condition key → values, one of which must match. All keys must match. */
export type NarrowingConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

declare const CHECKED: unique symbol;

/** Conditions in which {@link narrowingProblems} found nothing. It does not accept them a second time. */
export type CheckedConditions = NarrowingConditions & { readonly [CHECKED]: true };

/** Anything but {@link CheckedConditions}. */
type Unchecked<T> = T extends { readonly [CHECKED]: true } ? never : T;

/** What {@link narrowingProblems} can know about the policy with the conditions. */
export interface NarrowingContext {
  /** The provider's URL. Default: none, so only problems with every issuer are found. */
  readonly issuer?: string | undefined;
  /** Whether the policy already names source IPs. Default: false. */
  readonly hasSourceIps?: boolean;
}

/**
 * Reports conditions that cannot be added to audience and subject:
 *
 * - conditions that IAM does not have;
 * - conditions on the two claims;
 * - values that the operator does not accept;
 * - conditions that also match a request without the key, which would look like a requirement and be none.
 *
 * Source: AWS, "IAM JSON policy elements: Condition operators" and "Multivalued context keys".
 *
 * @param conditions - The given conditions. A problem's path is within them: `IpAddress.aws:SourceIp[0]`.
 * @param isPending - Whether a value is not known yet. Such values are ignored. Default: all are known.
 */
export function narrowingProblems<T>(
  conditions: Unchecked<T>,
  context: NarrowingContext,
  isPending: (value: unknown) => boolean = () => false,
): Problem[] {
  if (isPending(conditions)) {
    return [];
  }
  if (!isObject(conditions)) {
    const reason = "must be an object: condition operator → condition key → list of values";
    return [{ path: "", reason, given: conditions }];
  }
  const problems: Problem[] = [];
  for (const [name, keys] of Object.entries(conditions)) {
    const above = memberPath("", name);
    const reason = operatorProblem(name);
    if (reason !== undefined) {
      problems.push({ path: above, reason, given: name });
    }
    if (isPending(keys)) {
      continue;
    }
    if (!isObject(keys) || Object.keys(keys).length === 0) {
      const reason = "must be an object with at least one condition key";
      problems.push({ path: above, reason, given: keys });
      continue;
    }
    const seen = new Set<string>();
    for (const [key, values] of Object.entries(keys)) {
      const path = memberPath(above, key);
      const wrong = seen.has(key.toLowerCase())
        ? { reason: "appears twice: condition keys ignore case", given: values }
        : keyProblem(name, key, values, context);
      seen.add(key.toLowerCase());
      if (wrong !== undefined) {
        problems.push({ path, ...wrong });
      }
      problems.push(...valueProblems(name, path, values, isPending));
    }
  }
  return problems;
}

/**
 * Reports conditions on keys of another provider. {@link narrowingProblems} reports them too if its context has the issuer. This is for
 * an issuer that becomes known later.
 */
export function otherProviderProblems(conditions: CheckedConditions, issuer: string): Problem[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, given]) => {
      const provider = providerOfKey(key.toLowerCase());
      const reason = provider === undefined ? undefined : otherProvider(provider, issuer);
      return reason === undefined ? [] : [{ path: memberPath(memberPath("", operator), key), reason, given }];
    }),
  );
}

/** Why a key of a provider is not allowed with an issuer. */
function otherProvider(provider: string, issuer: string): string | undefined {
  const own = oidcProviderName(issuer).toLowerCase();
  return provider === own
    ? undefined
    : `is a key of another provider, which no token of this issuer sets. Expected a key that starts with ${own}:`;
}

function operatorProblem(name: string): string | undefined {
  const operator = conditionOperator(name);
  if (operator === undefined) {
    return "is not an IAM condition operator. Expected one such as StringEquals";
  }
  if (operator.ifExists) {
    return "does not narrow: it is true of a request without the key. Remove IfExists";
  }
  return operator.quantifier === "ForAllValues:"
    ? "does not narrow: it is true of a request without the key. Use ForAnyValue: or no set operator"
    : undefined;
}

function keyProblem(
  operator: string,
  key: string,
  values: unknown,
  context: NarrowingContext,
): Omit<Problem, "path"> | undefined {
  if (!/^[^\s:]+:\S+$/.test(key)) {
    return { reason: "is not a condition key. Expected one such as aws:SourceIp", given: key };
  }
  if (/^aws:(?:principal|request|resource)tag\/?$/i.test(key)) {
    return { reason: "names no tag. Expected one such as aws:RequestTag/team", given: key };
  }
  const reason = misplacedKey(operator, key, context);
  return reason === undefined ? undefined : { reason, given: values };
}

/** Why a condition key is not allowed. */
function misplacedKey(operator: string, key: string, context: NarrowingContext): string | undefined {
  const folded = key.toLowerCase();
  if (folded === "aws:sourceip" && operator === "IpAddress" && context.hasSourceIps === true) {
    return "repeats the allowed source IPs. Remove one of the two";
  }
  const provider = providerOfKey(folded);
  if (provider === undefined) {
    return undefined;
  }
  const claim = folded.slice(provider.length + 1);
  const other = context.issuer === undefined ? undefined : otherProvider(provider, context.issuer);
  if (other !== undefined) {
    return other;
  }
  return claim === "aud" || claim === "sub"
    ? `is set from the ${claim === "aud" ? "audiences" : "subjects"} alone`
    : undefined;
}

/** A policy holds strings of these characters (IAM API Reference, `PolicyDocument`). */
const CHARACTERS = /^[\t\n\r\u0020-\u00ff]+$/;

function valueProblems(
  operator: string,
  path: string,
  values: unknown,
  isPending: (value: unknown) => boolean,
): Problem[] {
  if (isPending(values)) {
    return [];
  }
  if (!Array.isArray(values) || values.length === 0) {
    const one = typeof values === "string" ? ', a single value too: ["…"]' : "";
    return [{ path, reason: `must be a list of at least one value${one}`, given: values }];
  }
  return values.flatMap((value: unknown, index) => {
    const reason = isPending(value) ? undefined : valueProblem(operator, value);
    return reason === undefined ? [] : [{ path: `${path}[${index}]`, reason, given: value }];
  });
}

function valueProblem(operator: string, value: unknown): string | undefined {
  return typeof value === "string" && CHARACTERS.test(value)
    ? operandProblem(operator, value)
    : "must be a non-empty string of characters up to U+00FF";
}
