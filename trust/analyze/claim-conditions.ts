/** Where a statement speaks of a claim, for words and fixes. No verdict depends on it. */
import { type ClaimDemand, demandOfCondition } from "../kernel/claim-demand";
import { compares, type ConditionIndex, FEW, type OwnedCondition } from "../kernel/condition-index";
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

/** A statement can have as many providers as conditions, so what holds for all of them is worked out once. */
const byClaim = new WeakMap<ConditionIndex, ReadonlyMap<string, readonly OwnedCondition[]>>();
const strays = new WeakMap<ConditionIndex, Map<string, Condition | undefined>>();

/** The conditions on a claim of any provider: `:aud` or `:sub`. */
export function onClaim(conditions: ConditionIndex, claim: string): readonly OwnedCondition[] {
  if (conditions.owned.length < FEW) {
    return conditions.owned.filter(({ foldedKey }) => claimOf(foldedKey) === claim);
  }
  const groups = byClaim.get(conditions) ?? grouped(conditions.owned, ({ foldedKey }) => claimOf(foldedKey));
  byClaim.set(conditions, groups);
  return groups.get(claim) ?? [];
}

/**
 * The first condition on a claim that compares it, under a name that no provider of the statement has: it stands where the
 * right one should.
 */
export function strayOn(conditions: ConditionIndex, claim: string): Condition | undefined {
  const isStray = (condition: OwnedCondition): boolean =>
    compares(condition) && !conditions.providerNames.has(condition.owner);
  if (conditions.owned.length < FEW) {
    return onClaim(conditions, claim).find(isStray);
  }
  const known = strays.get(conditions) ?? new Map<string, Condition | undefined>();
  strays.set(conditions, known);
  if (!known.has(claim)) {
    known.set(claim, onClaim(conditions, claim).find(isStray));
  }
  return known.get(claim);
}

/** The claim of a key, with its colon. */
function claimOf(foldedKey: string): string {
  return foldedKey.slice(foldedKey.lastIndexOf(":"));
}
