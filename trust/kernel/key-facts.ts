import { DEFAULT_CLAIMS, providerOfKey } from "../policy/condition-keys";
import { isTrue } from "../policy/condition-operators";
import type { Condition } from "../policy/conditions";
import { demandsAbsence } from "./claim-demand";
import { type ConditionIndex, demandsTheClaim, type OwnedCondition } from "./condition-index";
import { closing, type Fact, note } from "./fact";
import { grouped } from "./grouped";
import type { OidcProvider, Providers } from "./oidc-provider";
import type { Setting } from "./provider-demands";

/** The conditions on a provider's keys that no token meets, because AWS does not fill them. */
export function unfilledConditions({
  provider,
  conditions,
}: Pick<Setting, "provider" | "conditions">): Condition[] {
  const { issuer, foldedName, foldedAudienceKey, foldedSubjectKey } = provider;
  const filled = issuer?.facts.filled ?? DEFAULT_CLAIMS;
  const isFilled = (key: string): boolean =>
    key === foldedAudienceKey ||
    key === foldedSubjectKey ||
    filled.some((claim) => key === `${foldedName}:${claim}`);
  const isUnfilled = (one: Condition): boolean => demandsTheClaim(one) && !isFilled(one.foldedKey);
  const own: Condition[] = conditions.ofProvider(foldedName).filter(isUnfilled);
  // The key is a subject: key and value are swapped.
  const swapped = conditions.others.filter((one) => issuer?.isSubject(one.key) === true && isUnfilled(one));
  return swapped.length === 0 ? own : [...own, ...swapped];
}

/**
 * Notes on conditions that no token meets. Their only source is AWS's documentation, so they replace no missing condition.
 *
 * Source: AWS, "Available keys for AWS STS", `sts:RoleAuthorizedByIdp`: whether the issuer names the role in its tokens. No platform does.
 */
export function keyFacts(setting: Setting): Fact[] {
  const facts = unfilledConditions(setting).map((condition) => closed("condition-key-unfilled", condition));
  const { provider, conditions } = setting;
  if (provider.tenant !== undefined) {
    const authorization = conditions.on("sts:roleauthorizedbyidp").filter(demandsAuthorization);
    facts.push(...authorization.map((condition) => closed("role-not-authorized-by-issuer", condition)));
  }
  return facts;
}

function closed(code: Fact["code"], condition: Condition): Fact {
  return note(code, { reach: "nobody", condition });
}

function demandsAuthorization(condition: Condition): boolean {
  const { operator, values } = condition;
  return operator.comparison === "null"
    ? demandsAbsence(condition)
    : !operator.negated && values.length > 0 && values.every(isTrue);
}

/** A fact on conditions that name a provider wrongly, and the provider that it is about. */
export interface ForeignFact {
  readonly provider: string;
  readonly fact: Fact;
  readonly foreign: {
    /** The conditions, and the name in their keys. */
    readonly conditions: readonly [Condition, ...Condition[]];
    readonly owner: string;
    /** The provider that they should name. */
    readonly provider: OidcProvider;
    /** Whether the statement has a provider of that name too, and how many further ones. */
    readonly isSibling: boolean;
    readonly others: number;
  };
}

/**
 * Looks for conditions on another provider's keys, about the first provider of the statement that they are not of. A
 * misspelt provider gives one fact, however many conditions it is in. So does a statement whose providers demand
 * each other's claims.
 */
export function foreignKeyFacts(
  providers: readonly OidcProvider[],
  { owned, providerNames: names }: ConditionIndex,
): ForeignFact[] {
  const [first] = providers;
  const second = providers.find(({ foldedName }) => foldedName !== first?.foldedName);
  if (second === undefined && owned.every(({ owner }) => owner === first?.foldedName)) {
    return [];
  }
  const mistakes = grouped(owned, (condition) => {
    const isDemanded = String(demandsTheClaim(condition));
    return names.has(condition.owner) ? isDemanded : `${condition.owner} ${isDemanded}`;
  });
  return [...mistakes.values()].flatMap((mistake) => {
    const [{ owner }] = mistake as [OwnedCondition];
    const isSibling = names.has(owner);
    const others = names.size - (isSibling ? 2 : 1);
    return foreignFact(mistake, owner === first?.foldedName ? second : first, isSibling, others);
  });
}

/**
 * Looks for keys that misspell the name of a provider which the principal spells right, or in another wrong way. What they
 * demand is judged as if they were right, so that the fix opens nothing unseen.
 */
export function misspelledKeyFacts(
  providers: readonly OidcProvider[],
  { owned }: ConditionIndex,
  known: Providers,
): ForeignFact[] {
  const others = owned.filter(({ key, foldedKey }) => key.toLowerCase() !== foldedKey);
  if (others.length === 0) {
    return [];
  }
  const names = new Set(providers.map(({ foldedName }) => foldedName));
  const misspelled = others.flatMap((condition): OwnedCondition[] => {
    const owner = providerOfKey(condition.key.toLowerCase());
    return owner === undefined || owner === condition.owner || names.has(owner)
      ? []
      : [{ ...condition, owner }];
  });
  return [...grouped(misspelled, ({ owner }) => owner)].flatMap(([owner, mistake]) => {
    const right = known.issuerNameOf(owner).toLowerCase();
    const provider = providers.find(({ issuerName }) => issuerName?.toLowerCase() === right);
    const under = provider && known.underIssuerName(provider);
    return foreignFact(mistake, under, false, 0, provider?.name);
  });
}

function foreignFact(
  mistake: readonly OwnedCondition[],
  provider: OidcProvider | undefined,
  isSibling: boolean,
  others: number,
  named?: string,
): ForeignFact[] {
  const conditions = mistake as readonly [OwnedCondition, ...OwnedCondition[]];
  const isDemanded = demandsTheClaim(conditions[0]);
  if (provider === undefined || (isSibling && !isDemanded)) {
    return [];
  }
  const fact = isDemanded ? closing("condition-key-foreign") : note("condition-key-without-effect");
  return [
    {
      provider: named ?? provider.name,
      fact,
      foreign: { conditions, owner: conditions[0].owner, provider, isSibling, others },
    },
  ];
}
