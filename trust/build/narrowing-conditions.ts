/** Conditions that a trust policy may have beside audience and subject: such as can only let fewer in. */
import { providerOfKey } from "../parse/condition-keys";
import { conditionOperator } from "../parse/condition-operators";
import { isObject } from "../parse/json-values";
import { memberPath } from "../parse/member-path";
import { oidcProviderName } from "../parse/oidc-provider-name";
import type { Problem } from "../parse/problem";
import { operandProblem } from "./condition-operand";

/** Condition operator → condition key → values of which any will do. Different keys must all hold. */
export type NarrowingConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What {@link narrowingProblems} can be told of the policy that the conditions are for. */
export interface NarrowingContext {
  /** The provider's URL; without it, only what holds for every issuer is found. */
  readonly issuer?: string | undefined;
  /** Whether the policy names source IPs already. Default: false. */
  readonly hasSourceIps?: boolean;
}

/**
 * Says which conditions cannot stand beside audience and subject: what is no condition of IAM's, what touches the two
 * claims, values that the operator cannot take, and what is true of a request without the key, so
 * that it would look like a demand and be none.
 *
 * Source: AWS, "IAM JSON policy elements: Condition operators" and "Multivalued context keys".
 *
 * @param conditions - As they were given. A problem's path is within them: `IpAddress.aws:SourceIp[0]`. Whatever `isPending` says is passed over.
 * @param isPending - Whether a value is still to come.
 */
export function narrowingProblems(
  conditions: unknown,
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

/** Why a key cannot stand where it is. */
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
  const issuer = context.issuer === undefined ? undefined : oidcProviderName(context.issuer).toLowerCase();
  if (issuer !== undefined && provider !== issuer) {
    return `is a key of another provider, which no token of this issuer sets. Expected a key that starts with ${issuer}:`;
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
