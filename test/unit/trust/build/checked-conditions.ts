import assert from "node:assert/strict";
import {
  type CheckedConditions,
  type NarrowingConditions,
  type NarrowingContext,
  narrowingProblems,
} from "../../../../trust";

/** Conditions as the component passes them on: checked once. */
export function checkedConditions(
  conditions: NarrowingConditions,
  context: NarrowingContext = {},
): CheckedConditions {
  assert.deepEqual(narrowingProblems(conditions, context), []);
  return conditions as CheckedConditions;
}
