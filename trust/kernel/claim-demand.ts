import { isTrue, needsTheClaim } from "../policy/condition-operators";
import type { Condition } from "../policy/conditions";
import { conditionValue } from "./condition-value";
import type { Pin } from "./grant";
import { isGuid } from "./guid";

/** What conditions demand of a claim. */
export interface ClaimDemand extends Pin {
  /**
   * For patterns: what each value with a wildcard begins with before it. `undefined` where the beginnings bound
   * nothing, as with an operator that ignores case.
   */
  readonly beginnings: readonly string[] | undefined;
  /** The values without a wildcard. */
  readonly literals: readonly string[];
  /** Whether other spellings of the values pass as well (the case of a GUID). */
  readonly folds: boolean;
}

const NOTHING: ClaimDemand = {
  kind: "nothing",
  values: [],
  beginnings: undefined,
  literals: [],
  folds: false,
};
const RANK = { nothing: 0, patterns: 1, exact: 2 } as const;

/**
 * Computes what a statement demands of one claim. Conditions are a conjunction, so the narrowest counts. A condition
 * that is true of a token without the claim counts only where another makes the claim a must.
 *
 * @param conditions - The conditions on the claim's key.
 * @param variables - Whether the policy's version has policy variables.
 * @param always - Whether every token has the claim, so that a condition that is true without it demands it as well.
 * @param bounded - Says whether patterns are bounded well enough; asked only between patterns.
 */
export function demandOn(
  conditions: readonly Condition[],
  variables: boolean,
  bounded: (demand: ClaimDemand) => boolean,
  always = false,
): ClaimDemand {
  let demand = NOTHING;
  let present = always;
  let conditional: ClaimDemand[] | undefined;
  for (const condition of conditions) {
    if (condition.operator.comparison === "null") {
      present ||= condition.operator.quantifier === "" && demandsPresence(condition.values);
      continue;
    }
    const next = demandOfCondition(condition, variables);
    if (!needsTheClaim(condition.operator)) {
      (conditional ??= []).push(next);
      continue;
    }
    present ||= condition.operator.comparison !== "other" && condition.values.length > 0;
    demand = narrower(demand, next, bounded);
  }
  if (present && conditional !== undefined) {
    for (const next of conditional) {
      demand = narrower(demand, next, bounded);
    }
  }
  return demand;
}

/** Whether the values of a `Null` condition say that the claim must be there: `false` and nothing else. */
function demandsPresence(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => typeof value !== "object" && !isTrue(value));
}

/** The demand that no value meets. */
const IMPOSSIBLE: ClaimDemand = { ...NOTHING, kind: "exact" };

/**
 * The same for a claim that every token has. If a `Null` condition demands that a token lacks it, no value meets the demand.
 */
export function demandOnPresent(
  conditions: readonly Condition[],
  variables: boolean,
  bounded: (demand: ClaimDemand) => boolean,
): ClaimDemand {
  return conditions.some(demandsAbsence) ? IMPOSSIBLE : demandOn(conditions, variables, bounded);
}

/** Whether a condition is true only of a token without the claim. */
export function demandsAbsence({ operator, values }: Condition): boolean {
  return (
    operator.comparison === "null" && operator.quantifier === "" && values.length > 0 && values.every(isTrue)
  );
}

/**
 * A condition's value as IAM compares it. Quotation marks are optional for numbers and truth values. Of a number with more
 * digits than are read exactly, the text is unknown.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language" (documented).
 */
export function comparedText(value: unknown): string | undefined {
  return typeof value === "string"
    ? value
    : typeof value === "boolean" || Number.isSafeInteger(value)
      ? String(value)
      : undefined;
}

/** What one condition demands of its claim if the claim is there. */
export function demandOfCondition({ operator, values }: Condition, variables: boolean): ClaimDemand {
  const { comparison } = operator;
  if (operator.negated || comparison === "other" || comparison === "null" || values.length === 0) {
    return NOTHING;
  }
  const texts: string[] = [];
  const literals: string[] = [];
  let beginnings: string[] | undefined;
  let spellings = false;
  for (const written of values) {
    const source = comparedText(written);
    if (source === undefined) {
      return NOTHING;
    }
    const value = conditionValue(source, comparison === "like", variables);
    if (value.variable) {
      return NOTHING;
    }
    if (value.wildcardAt >= 0) {
      (beginnings ??= []).push(value.text.slice(0, value.wildcardAt));
      texts.push(source);
    } else {
      texts.push(value.text);
      if (comparison === "equals-ignoring-case" && hasOtherSpellings(value.text)) {
        spellings = true;
      } else {
        literals.push(value.text);
      }
    }
  }
  return {
    kind: beginnings === undefined && !spellings ? "exact" : "patterns",
    values: texts,
    beginnings,
    literals,
    folds: comparison === "equals-ignoring-case",
  };
}

/** A GUID means the same in either case; any other text with letters is another subject in another spelling. */
function hasOtherSpellings(text: string): boolean {
  return !isGuid(text) && text.toLowerCase() !== text.toUpperCase();
}

function narrower(a: ClaimDemand, b: ClaimDemand, bounded: (demand: ClaimDemand) => boolean): ClaimDemand {
  if (RANK[a.kind] !== RANK[b.kind]) {
    return RANK[a.kind] > RANK[b.kind] ? a : b;
  }
  if (a.kind === "exact") {
    if (a.folds || b.folds) {
      return a.folds ? b : a;
    }
    const others = new Set(b.values);
    const values = a.values.filter((value) => others.has(value));
    return { ...a, values, literals: values };
  }
  return bounded(a) ? a : b;
}
