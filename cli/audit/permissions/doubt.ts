/** Three-valued logic of the permissions analysis: allowed, dependent on conditions, or not allowed. */
import type { Allowance, Grant } from "./effective";

/** Whether something is allowed, and the condition keys on which that depends. */
export interface Doubt {
  readonly state: "yes" | "depends" | "no";
  readonly conditions: readonly string[];
  /** Condition keys of a Deny that may take something away. */
  readonly deniedOn: readonly string[];
}

/** Not allowed. */
export const NO: Doubt = { state: "no", conditions: [], deniedOn: [] };

/**
 * Whether an action is allowed somewhere.
 *
 * @param counts - Which grants count. Default: all.
 */
export function allowed(
  { grants, deniedOn }: Allowance,
  counts: (grant: Grant) => boolean = () => true,
): Doubt {
  const counting = grants.filter(counts);
  if (counting.length === 0) {
    return NO;
  }
  return counting.some(({ conditions }) => conditions.length === 0)
    ? { state: "yes", conditions: [], deniedOn }
    : {
        state: "depends",
        conditions: [...new Set(counting.flatMap(({ conditions }) => conditions))],
        deniedOn,
      };
}

/** Whether all are allowed. */
export function all(doubts: readonly Doubt[]): Doubt {
  if (doubts.some(({ state }) => state === "no")) {
    return NO;
  }
  return {
    state: doubts.some(({ state }) => state === "depends") ? "depends" : "yes",
    conditions: [...new Set(doubts.flatMap(({ conditions }) => conditions))],
    deniedOn: [...new Set(doubts.flatMap((doubt) => doubt.deniedOn))],
  };
}

/** Whether one is allowed. */
export function any(doubts: readonly Doubt[]): Doubt {
  return doubts.find(({ state }) => state === "yes") ?? doubts.find(({ state }) => state === "depends") ?? NO;
}
