import { differenceOf } from "../analyze/key-difference";
import { conditionValue } from "../kernel/condition-value";
import { isTrue } from "../policy/condition-operators";
import type { Condition } from "../policy/conditions";
import { matchesWildcards } from "../policy/wildcards";
import type { RequestKeys } from "./request-keys";

/** Whether a part of a policy matches a token. `"depends"`: the token alone does not decide it. */
export type Outcome = "matches" | "differs" | "depends";

/** One condition of a statement, compared with a token. */
export interface ComparedCondition {
  readonly operator: string;
  readonly key: string;
  /** The values in the policy, one of which must match. */
  readonly expected: readonly string[];
  /** The token's values for the key. Empty if it has none; `undefined` if the token does not decide it. */
  readonly actual: readonly string[] | undefined;
  readonly outcome: Outcome;
  /** Why it does not match, if more is known than both values. A clause without a period. */
  readonly remark: string | undefined;
}

/**
 * Compares one condition with a token, as IAM evaluates it.
 *
 * @param variables - Whether the policy's version has variables.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued context keys".
 */
export function compareCondition(
  condition: Condition,
  keys: RequestKeys,
  variables: boolean,
): ComparedCondition {
  const { name, key, foldedKey, values } = condition;
  const actual = keys.valuesOf(foldedKey);
  const outcome = outcomeOf(condition, actual, keys, variables);
  return {
    operator: name,
    key,
    expected: values.map(String),
    actual,
    outcome,
    remark: outcome === "differs" ? remarkOn(condition, actual, keys) : undefined,
  };
}

function outcomeOf(
  { operator, values }: Condition,
  actual: readonly string[] | undefined,
  keys: RequestKeys,
  variables: boolean,
): Outcome {
  const { comparison, negated, quantifier, ifExists } = operator;
  if (actual === undefined) {
    return "depends";
  }
  if (comparison === "null") {
    return outcome(values.some((value) => isTrue(value) === (actual.length === 0)));
  }
  if (actual.length === 0) {
    return outcome(ifExists || quantifier === "ForAllValues:" || (negated && quantifier === ""));
  }
  if (comparison === "other" || (quantifier === "" && actual.length > 1)) {
    // Recorded: without a set operator, keys that always have a list (aws:TagKeys) match nothing, not even negated. It is not
    // known which claims count as such a key. Source: radkawar/stackd testdata/aws/iam/condition_sets.json at 9dc356f.
    return "depends";
  }
  const compared = values.map((value) => ({
    value: String(value),
    ...resolved(String(value), keys, variables),
  }));
  if (compared.some(({ unknown }) => unknown)) {
    return "depends";
  }
  const fits = (given: string): boolean => {
    const equal = compared.some(({ text }) => text !== undefined && isEqual(text, given));
    return negated ? !equal : equal;
  };
  const isEqual = (wanted: string, given: string): boolean => {
    if (comparison === "equals-ignoring-case") {
      return folded(wanted) === folded(given);
    }
    return comparison === "like" ? matchesWildcards(wanted, given) : wanted === given;
  };
  return outcome(quantifier === "ForAllValues:" ? actual.every(fits) : actual.some(fits));
}

const BEYOND_FFFF = /[\u{10000}-\u{10FFFF}]/gu;

/**
 * A text in lower case, as IAM compares it. Letters beyond U+FFFF keep their case.
 *
 * Source, recorded: radkawar/stackd testdata/aws/iam/condition_strings.json at 9dc356f.
 */
function folded(text: string): string {
  const kept = text.match(BEYOND_FFFF) ?? [];
  return text.toLowerCase().replaceAll(BEYOND_FFFF, () => kept.shift() ?? "");
}

function outcome(holds: boolean): Outcome {
  return holds ? "matches" : "differs";
}

/** A value with its variables put in. Without a text, it matches nothing: a variable has no value. */
function resolved(
  value: string,
  keys: RequestKeys,
  variables: boolean,
): { readonly text?: string; readonly unknown: boolean } {
  const read = conditionValue(value, true, variables);
  if (!read.variable) {
    return { text: read.text, unknown: false };
  }
  const seen = { unknown: false, absent: false };
  const text = value.replaceAll(/\$\{([^},]+)(?:,\s*'([^']*)')?\}/g, (_, name: string, fallback?: string) => {
    if (["*", "?", "$"].includes(name)) {
      return name;
    }
    const found = keys.valuesOf(name.trim().toLowerCase());
    seen.unknown ||= found === undefined || found.length > 1;
    seen.absent ||= found?.length === 0 && fallback === undefined;
    return found?.[0] ?? fallback ?? "";
  });
  return { ...(seen.absent ? {} : { text }), unknown: seen.unknown };
}

/** What is wrong with values of {@link differInSlash}. */
export const SLASH = "the values differ in the slash at the end";

/** Whether two values differ only in a slash at the end. */
export function differInSlash(a: string, b: string): boolean {
  return a === `${b}/` || b === `${a}/`;
}

function remarkOn(
  { key, owner, values, operator }: Condition,
  actual: readonly string[] | undefined,
  { provider }: RequestKeys,
): string | undefined {
  if (owner !== undefined && owner !== provider.toLowerCase()) {
    return `the key ${key} names "${owner}", ${differenceOf(owner, provider)}`;
  }
  const [given] = actual ?? [];
  if (given === undefined) {
    return "the token has no value for this key";
  }
  const wanted = values.map(String);
  if (operator.negated) {
    return undefined;
  }
  if (wanted.some((value) => differInSlash(value, given))) {
    return SLASH;
  }
  if (wanted.some((value) => value.toLowerCase() === given.toLowerCase())) {
    return "the values differ in case";
  }
  if (operator.comparison === "equals" && wanted.some((value) => /[*?]/.test(value))) {
    return `${operator.quantifier}StringEquals takes * and ? literally; StringLike has wildcards`;
  }
  return undefined;
}
