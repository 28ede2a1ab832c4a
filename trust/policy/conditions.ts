import { isObject } from "../text/json-values";
import { providerOfKey } from "./condition-keys";
import { type ConditionOperator, conditionOperator } from "./condition-operators";
import type { Refuse } from "./problem";

/** One key of a condition under one operator. */
export interface Condition {
  /** The operator's name as written. */
  readonly name: string;
  /** The operator, taken apart. */
  readonly operator: ConditionOperator;
  /** The key as written. */
  readonly key: string;
  /**
   * The key in lower case, since the case of keys does not count; `key` itself if it has letters beyond ASCII. A key that
   * misspells the name of a provider of the statement has the right name here.
   */
  readonly foldedKey: string;
  /** The provider that `foldedKey` speaks of, in lower case; `undefined` for AWS's own keys, and for what is no key at all. */
  readonly owner: string | undefined;
  /** The values, of which any will do. */
  readonly values: readonly unknown[];
}

/**
 * Reads a `Condition` into a flat list: all of it must hold. Whatever IAM would not take is refused.
 *
 * Source: AWS, "IAM JSON policy elements: Condition".
 */
export function readConditions(condition: unknown, refuse: Refuse): Condition[] {
  const conditions: Condition[] = [];
  if (condition === undefined) {
    return conditions;
  }
  if (!isObject(condition)) {
    refuse("condition-not-an-object", ["Condition"], condition);
    return conditions;
  }
  for (const [name, block] of Object.entries(condition)) {
    const operator = conditionOperator(name);
    if (operator === undefined) {
      refuse("condition-operator-unknown", ["Condition", name]);
    } else if (!isObject(block)) {
      refuse("condition-not-an-object", ["Condition", name], block);
    } else {
      readBlock(name, operator, block, conditions, refuse);
    }
  }
  return conditions;
}

function readBlock(
  name: string,
  operator: ConditionOperator,
  block: Record<string, unknown>,
  conditions: Condition[],
  refuse: Refuse,
): void {
  const keys = Object.keys(block);
  const seen = keys.length < 2 ? undefined : new Set<string>();
  for (const key of keys) {
    const value = block[key];
    if (value === undefined) {
      continue;
    }
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    for (const item of values) {
      if (typeof item !== "string" && typeof item !== "number" && typeof item !== "boolean") {
        refuse("condition-value-invalid", ["Condition", name, key], value);
        break;
      }
    }
    const foldedKey = foldKey(key);
    if (seen?.has(foldedKey) === true) {
      refuse("condition-key-repeated", ["Condition", name, key]);
    }
    seen?.add(foldedKey);
    conditions.push({ name, operator, key, foldedKey, owner: providerOfKey(foldedKey), values });
  }
}

/**
 * A key in lower case, if it is ASCII. Some other letters fold into ASCII ones (the Kelvin sign into k); IAM is not known to do that.
 */
export function foldKey(key: string): string {
  return /[^\0-~]/.test(key) ? key : key.toLowerCase();
}
