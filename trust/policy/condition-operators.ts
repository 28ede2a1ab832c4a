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
 * The operators of IAM's policy language. Those that exclude values, and only those, have "Not" in their names.
 *
 * Source: AWS, "IAM JSON policy elements: Condition operators".
 */
const NAMES: Readonly<Record<Comparison, string>> = {
  equals: "StringEquals StringNotEquals",
  "equals-ignoring-case": "StringEqualsIgnoreCase StringNotEqualsIgnoreCase",
  like: "StringLike StringNotLike",
  null: "Null",
  other:
    "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals " +
    "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals " +
    "Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike",
};

/** Every spelling that IAM knows, so that judging takes one look-up. `NullIfExists` is none of them. */
const operators = new Map<string, ConditionOperator>();
for (const comparison of Object.keys(NAMES) as Comparison[]) {
  for (const name of NAMES[comparison].split(" ")) {
    for (const quantifier of ["", "ForAllValues:", "ForAnyValue:"] as const) {
      for (const ifExists of comparison === "null" ? [false] : [false, true]) {
        const operator = { comparison, negated: name.includes("Not"), quantifier, ifExists };
        operators.set(`${quantifier}${name}${ifExists ? "IfExists" : ""}`, operator);
      }
    }
  }
}

/**
 * Finds a condition operator by its exact name. No AWS page says that the case of names is ignored.
 *
 * @returns `undefined` for an unknown operator.
 */
export function conditionOperator(name: string): ConditionOperator | undefined {
  return operators.get(name);
}

/**
 * Whether the value of a `Null` or `Bool` condition is true. IAM takes every other text for false.
 *
 * Source, recorded: radkawar/stackd testdata/aws/iam/condition_values.json at 9dc356f.
 */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** Whether the operator never matches a token that lacks the claim. Do not ask about `Null`. */
export function needsTheClaim(operator: ConditionOperator): boolean {
  return !operator.negated && !operator.ifExists && operator.quantifier !== "ForAllValues:";
}
