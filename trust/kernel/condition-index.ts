import { needsTheClaim } from "../policy/condition-operators";
import type { Condition } from "../policy/conditions";
import { grouped } from "./grouped";

/** A condition on a claim of a web identity provider's tokens. */
export type OwnedCondition = Condition & { readonly owner: string };

const NONE: readonly never[] = [];

/** Fewer conditions than this are looked through faster than put into maps. */
const FEW = 8;

/**
 * The conditions of one statement, found by key, by claim and by provider. A statement can have as many providers as
 * conditions, so that looking through all conditions for each provider would take time by the square of its length.
 */
export class ConditionIndex {
  #byKey: Map<string, Condition[]> | undefined;
  #owned: readonly OwnedCondition[] | undefined;
  #others: readonly Condition[] | undefined;
  #byOwner: Map<string, OwnedCondition[]> | undefined;
  #demanded: ReadonlySet<string> | undefined;

  /**
   * @param all - The conditions in their order.
   * @param providerNames - The names of all providers of the statement, in lower case.
   */
  constructor(
    private readonly all: readonly Condition[],
    readonly providerNames: ReadonlySet<string>,
  ) {}

  /** The conditions on one key, given in lower case. */
  on(foldedKey: string): readonly Condition[] {
    if (this.all.length < FEW) {
      return this.all.filter((condition) => condition.foldedKey === foldedKey);
    }
    this.#byKey ??= grouped(this.all, (condition) => condition.foldedKey);
    return this.#byKey.get(foldedKey) ?? NONE;
  }

  /** The conditions on keys of web identity providers. */
  get owned(): readonly OwnedCondition[] {
    this.#owned ??= this.all.filter(
      (condition): condition is OwnedCondition => condition.owner !== undefined,
    );
    return this.#owned;
  }

  /** The conditions on keys of no provider: AWS's own keys, and what is no key at all. */
  get others(): readonly Condition[] {
    this.#others ??= this.all.filter(({ owner }) => owner === undefined);
    return this.#others;
  }

  /** The conditions on keys of one provider, given in lower case. */
  ofProvider(foldedName: string): readonly OwnedCondition[] {
    if (this.owned.length < FEW) {
      return this.owned.filter(({ owner }) => owner === foldedName);
    }
    this.#byOwner ??= grouped(this.owned, ({ owner }) => owner);
    return this.#byOwner.get(foldedName) ?? NONE;
  }

  /**
   * Whether the conditions shut out every token of a provider: they demand another provider's claim. A key of which the provider
   * is not wholly known can be its own.
   */
  shutsOut(foldedName: string): boolean {
    if (this.owned.every(({ owner }) => owner === foldedName)) {
      return false;
    }
    this.#demanded ??= new Set(
      this.owned
        // IAM may fold letters beyond ASCII into ASCII ones, and then the key is the provider's own. A mark may be a part of its name.
        .filter((condition) => demandsTheClaim(condition) && /^[\0-~]*$/.test(condition.key))
        .map(({ owner }) => owner),
    );
    return this.#demanded.size > (this.#demanded.has(foldedName) ? 1 : 0);
  }
}

/** Whether no token without the claim can meet a condition. */
export function demandsTheClaim({ operator, values }: Condition): boolean {
  return operator.comparison !== "null" && values.length > 0 && needsTheClaim(operator);
}

/** Whether a condition neither excludes values nor asks whether the claim is there. */
export function compares({ operator }: Condition): boolean {
  return !operator.negated && operator.comparison !== "null";
}
