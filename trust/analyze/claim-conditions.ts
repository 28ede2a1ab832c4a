/** Where a statement speaks of a claim, for words and fixes. No verdict depends on it. */
import { type ClaimDemand, demandOfCondition } from "../kernel/claim-demand";
import { compares, type ConditionIndex, type OwnedCondition } from "../kernel/condition-index";
import { grouped } from "../kernel/grouped";
import type { Condition } from "../policy/conditions";
import type { PolicyPath } from "../policy/problem";

/** The way from a statement to one of its conditions. */
export function pathOf({ name, key }: Condition): PolicyPath {
  return ["Condition", name, key];
}

const RANK: Readonly<Record<ClaimDemand["kind"], number>> = { nothing: 0, patterns: 1, exact: 2 };

/** The condition that demands the most of its claim, and the first of several that demand as much. */
export function strongest(conditions: readonly Condition[], variables: boolean): Condition | undefined {
  const rankOf = (condition: Condition): number => RANK[demandOfCondition(condition, variables).kind];
  const [first, ...others] = conditions;
  return others.reduce<Condition | undefined>(
    (best, one) => (best !== undefined && rankOf(one) > rankOf(best) ? one : best),
    first,
  );
}

/** The conditions on one claim of any provider. */
interface OnClaim {
  readonly all: readonly OwnedCondition[];
  /** The first that compares the claim under a name that no provider of the statement has. */
  readonly stray: Condition | undefined;
}

/** A statement can have as many providers as conditions, so what holds for all of them is worked out once. */
const byClaim = new WeakMap<ConditionIndex, ReadonlyMap<string, OnClaim>>();

/** The conditions on a claim of any provider: `:aud` or `:sub`. */
export function onClaim(conditions: ConditionIndex, claim: string): readonly OwnedCondition[] {
  return claimsOf(conditions).get(claim)?.all ?? [];
}

/**
 * The first condition on a claim that compares it, under a name that no provider of the statement has: it stands where the
 * right one should.
 */
export function strayOn(conditions: ConditionIndex, claim: string): Condition | undefined {
  return claimsOf(conditions).get(claim)?.stray;
}

function claimsOf(conditions: ConditionIndex): ReadonlyMap<string, OnClaim> {
  const known = byClaim.get(conditions);
  if (known !== undefined) {
    return known;
  }
  const isStray = (condition: OwnedCondition): boolean =>
    compares(condition) && !conditions.providerNames.has(condition.owner);
  const groups = [...grouped(conditions.owned, ({ foldedKey }) => claimOf(foldedKey))];
  const claims = new Map(groups.map(([claim, all]) => [claim, { all, stray: all.find(isStray) }]));
  byClaim.set(conditions, claims);
  return claims;
}

/** The claim of a key, with its colon. */
function claimOf(foldedKey: string): string {
  return foldedKey.slice(foldedKey.lastIndexOf(":"));
}
