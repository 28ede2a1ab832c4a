/** How a condition operator compares the request's value with the policy's, as far as pinning a claim goes. */
export type Comparison = "equals" | "equals-ignoring-case" | "like" | "null" | "other";

/** A condition operator, taken apart. */
export interface ConditionOperator {
  /** `"other"` stands for number, date, Boolean, address and ARN operators: none of them pins a claim. */
  readonly comparison: Comparison;
  /** Whether the operator excludes values: it is true of a token without the claim. */
  readonly negated: boolean;
  /** Set operator before the name. `ForAllValues:` is true of a token without the claim, `ForAnyValue:` is not. */
  readonly quantifier: "" | "ForAllValues:" | "ForAnyValue:";
  /** Whether the name ends with `IfExists`: true of a token without the claim. */
  readonly ifExists: boolean;
}

/**
 * The operators of IAM's policy language.
 *
 * Source: AWS, "IAM JSON policy elements: Condition operators".
 */
const plainOperators: readonly (readonly [name: string, comparison: Comparison, negated: boolean])[] = [
  ["StringEquals", "equals", false],
  ["StringNotEquals", "equals", true],
  ["StringEqualsIgnoreCase", "equals-ignoring-case", false],
  ["StringNotEqualsIgnoreCase", "equals-ignoring-case", true],
  ["StringLike", "like", false],
  ["StringNotLike", "like", true],
  ["NumericEquals", "other", false],
  ["NumericNotEquals", "other", true],
  ["NumericLessThan", "other", false],
  ["NumericLessThanEquals", "other", false],
  ["NumericGreaterThan", "other", false],
  ["NumericGreaterThanEquals", "other", false],
  ["DateEquals", "other", false],
  ["DateNotEquals", "other", true],
  ["DateLessThan", "other", false],
  ["DateLessThanEquals", "other", false],
  ["DateGreaterThan", "other", false],
  ["DateGreaterThanEquals", "other", false],
  ["Bool", "other", false],
  ["BinaryEquals", "other", false],
  ["IpAddress", "other", false],
  ["NotIpAddress", "other", true],
  ["ArnEquals", "other", false],
  ["ArnLike", "other", false],
  ["ArnNotEquals", "other", true],
  ["ArnNotLike", "other", true],
  ["Null", "null", false],
];

/** Every spelling that IAM knows, so that judging takes one look-up. `NullIfExists` is none of them. */
const operators = new Map<string, ConditionOperator>(
  plainOperators.flatMap(([name, comparison, negated]) =>
    (["", "ForAllValues:", "ForAnyValue:"] as const).flatMap((quantifier) =>
      (comparison === "null" ? [false] : [false, true]).map((ifExists): [string, ConditionOperator] => [
        `${quantifier}${name}${ifExists ? "IfExists" : ""}`,
        { comparison, negated, quantifier, ifExists },
      ]),
    ),
  ),
);

/**
 * Finds a condition operator by its name. Names are taken to the letter: no page of AWS's says that their case is
 * folded.
 *
 * @returns `undefined` for a name that is no operator.
 */
export function conditionOperator(name: string): ConditionOperator | undefined {
  return operators.get(name);
}

/** Whether the operator is false of a token that lacks the claim. A `Null` is not asked here. */
export function needsTheClaim(operator: ConditionOperator): boolean {
  return !operator.negated && !operator.ifExists && operator.quantifier !== "ForAllValues:";
}
