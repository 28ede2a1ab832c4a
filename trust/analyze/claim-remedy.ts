import type { StandIn } from "../issuers/issuer-facts";
import { type ClaimDemand, demandOfCondition } from "../kernel/claim-demand";
import { compares } from "../kernel/condition-index";
import { PLACEHOLDER } from "../kernel/condition-value";
import type { Claim } from "../kernel/fact";
import type { OidcProvider } from "../kernel/oidc-provider";
import { isPinned } from "../kernel/provider-demands";
import type { Condition } from "../policy/conditions";
import type { PolicyPath } from "../policy/problem";
import { isObject, stringsIn } from "../text/json-values";
import { pathOf, strayOn, strongest } from "./claim-conditions";
import { entraAudience, entraSubject } from "./entra-placeholder";
import type { ClaimSetting } from "./finding";
import { conditionAfter } from "./merged-fix";
import type { FixedCondition, TrustFix } from "./verdict";

/** What to do about a claim that is not pinned, and where. */
export interface ClaimRemedy {
  readonly path: PolicyPath;
  /** `undefined` if no change of conditions fixes it: the statement has them, and the options refuse it. */
  readonly fix: TrustFix | undefined;
}

type Values = string | readonly string[];

/**
 * The conditions to add to a statement so that a claim is pinned, or by which to replace a condition that pins nothing.
 * Values that are exact already, or patterns that bind the caller, stay.
 *
 * @param key - The claim's key, as a policy would have it.
 * @param keep - Whether the values of a condition that is replaced may stay, or the values to write in their place.
 */
export function claimRemedy(
  claim: Claim,
  key: string,
  setting: ClaimSetting,
  keep: boolean | readonly string[],
): ClaimRemedy {
  const { provider, condition, variables } = setting;
  const written = claim === "audience" ? audienceKeyOf(provider) : key;
  const replaced = replaceable(claim, key, setting);
  const special = claim === "subject" ? withoutSubjects(setting) : undefined;
  const demand = replaced === undefined ? undefined : demandOfCondition(replaced, variables);
  const binds = demand !== undefined && (claim === "audience" || isPinned(demand, setting.boundaries));
  const isBound = claim === "subject" && demand?.kind === "patterns" && binds;
  const values =
    typeof keep === "object"
      ? keep
      : keep &&
          replaced !== undefined &&
          demand !== undefined &&
          (isBound || (demand.kind === "exact" && binds && !demand.values.some(isNoValue))) &&
          keepsMeaning(replaced, demand)
        ? demand.values
        : undefined;
  const kept = values === undefined ? placeholder(claim, setting) : oneOrMany(values);
  const pinned = special?.conditions ?? { [written]: kept };
  const operator = special?.operator ?? (hasPattern(kept) ? "StringLike" : "StringEquals");
  const weak =
    special === undefined ? replaced : setting.conditions.on(special.key.toLowerCase()).find(compares);
  const [pinnedKey = key] = Object.keys(pinned);
  if (weak !== undefined) {
    // A block has a key once, so a condition on it under the right operator gives way too.
    const former = setting.conditions
      .on(pinnedKey.toLowerCase())
      .find((one) => one !== weak && one.name === operator);
    const isOnAnotherClaim = former !== undefined && former.foldedKey !== weak.foldedKey;
    // New values could contradict other conditions on the claim. Those that stay narrow the values that are kept.
    const isNew = values === undefined || typeof keep === "object";
    const others = setting.conditions
      .on(weak.foldedKey)
      .filter((one) => one !== weak && (one === former || (isNew && compares(one))));
    return {
      path: pathOf(weak),
      fix:
        special?.isService === true || isOnAnotherClaim
          ? undefined
          : replacing(condition, weak, others, { operator, conditions: pinned }),
    };
  }
  const path = ["Condition", operator, pinnedKey];
  const other = claim === "audience" ? "subject" : "audience";
  const isOtherPinned = replaceable(other, otherKey(claim, provider), setting) !== undefined;
  const both = isOtherPinned ? pinned : bothPinned(setting, pinned);
  if (!isObject(condition)) {
    return { path, fix: { addTo: "statement", replace: undefined, operator, conditions: both } };
  }
  return isObject(condition[operator])
    ? { path, fix: { addTo: "operator", replace: undefined, operator, conditions: pinned } }
    : { path, fix: { addTo: "condition", replace: undefined, operator, conditions: both } };
}

/** The fix that removes conditions on a claim, and writes another. */
function replacing(
  condition: unknown,
  weak: Condition,
  others: readonly Condition[],
  { operator, conditions }: Pick<TrustFix, "operator" | "conditions">,
): TrustFix {
  const fixed = ({ name, key, values }: Condition): FixedCondition => ({ operator: name, key, values });
  const fix: TrustFix = {
    addTo: undefined,
    replace: fixed(weak),
    ...(others.length === 0 ? {} : { alsoReplace: others.map(fixed) }),
    operator,
    conditions,
  };
  const left = conditionAfter(condition, { ...fix, conditions: {} })[operator];
  const hasBlock = weak.name !== operator && isObject(left) && Object.keys(left).length > 0;
  return hasBlock ? { ...fix, addTo: "operator" } : fix;
}

/** Whether no token has a value: an empty one, or one with a placeholder. */
function isNoValue(value: string): boolean {
  return value === "" || PLACEHOLDER.test(value);
}

/**
 * Whether values mean the same in a condition of another operator. A `*` or `?` that the present operator takes literally
 * would be a wildcard under `StringLike`. A `$` may be part of an escape such as `${*}`, or become part of one.
 */
function keepsMeaning({ operator }: Condition, { values, literals }: ClaimDemand): boolean {
  const literal = operator.comparison === "like" ? literals : values;
  return !values.some((value) => value.includes("$")) && !literal.some((value) => /[*?]/.test(value));
}

/** The key to write for the audience. AWS fills Google's `aud` from `azp`, and `oaud` from the tokens' own audience. */
function audienceKeyOf({ name, audienceKey, issuer }: OidcProvider): string {
  const [other] = issuer?.facts.otherAudiences ?? [];
  return other === undefined ? audienceKey : `${name}:${other}`;
}

function otherKey(claim: Claim, { audienceKey, subjectKey }: OidcProvider): string {
  return claim === "audience" ? subjectKey : audienceKey;
}

/** If both claims are missing, each remedy adds both: two that add the same member could not both be followed. */
function bothPinned(
  setting: ClaimSetting,
  pinned: Readonly<Record<string, Values>>,
): Readonly<Record<string, Values>> {
  const { provider } = setting;
  return withoutSubjects(setting) !== undefined || hasPattern(placeholder("subject", setting))
    ? pinned
    : {
        [audienceKeyOf(provider)]: placeholder("audience", setting),
        [provider.subjectKey]: placeholder("subject", setting),
      };
}

/** What takes the subject's place in a remedy. */
interface Special {
  readonly key: string;
  readonly operator: string;
  readonly conditions: Readonly<Record<string, Values>>;
  /** Whether it is a service of Microsoft's, which the options allow or refuse. */
  readonly isService: boolean;
}

/** The conditions that take the subject's place if nobody can list an issuer's subjects in advance. */
export function withoutSubjects({
  provider: { name, issuer, foldedAudienceKey },
  conditions,
}: Pick<ClaimSetting, "provider" | "conditions">): Special | undefined {
  const { subjects, standIns = [] } = issuer?.facts ?? {};
  // The audience says which service it is, and each service has a session name of its own.
  const audiences = conditions.on(foldedAudienceKey).flatMap(({ values }) => values);
  const standIn =
    standIns.find((one) => one.audiences?.some((audience) => audiences.includes(audience)) === true) ??
    standIns.find((one) => one.audiences === undefined);
  if (subjects !== undefined || standIn === undefined) {
    return undefined;
  }
  const { operator = "StringEquals", example = `<${standIn.names}>`, service } = standIn;
  const key = keyOf(standIn, name);
  return { key, operator, conditions: { [key]: example }, isService: service !== undefined };
}

function keyOf({ key }: StandIn, providerName: string): string {
  return key.includes(":") ? key : `${providerName}:${key}`;
}

/**
 * The condition that stands where the right one should: one on the claim that neither excludes values nor asks whether
 * the claim is there, one on the same claim under a name that no provider of the statement has, or one on the claim's
 * name in full.
 */
function replaceable(claim: Claim, key: string, setting: ClaimSetting): Condition | undefined {
  const { provider, conditions, variables } = setting;
  const foldedKey = key.toLowerCase();
  return (
    strongest(conditions.on(foldedKey).filter(compares), variables) ??
    strayOn(conditions, foldedKey.slice(provider.name.length)) ??
    inFull(claim, setting)
  );
}

/** The condition on `<provider>:subject` or `<provider>:audience`. AWS fills no such key of any issuer. */
export function inFull(
  claim: Claim,
  { provider, conditions }: Pick<ClaimSetting, "provider" | "conditions">,
): Condition | undefined {
  return conditions.on(`${provider.foldedName}:${claim}`).find(compares);
}

/** The value that the caller knows, or what a remedy has in its place: nobody can know it from the policy alone. */
export function placeholder(
  claim: Claim,
  { provider, conditions, known }: Pick<ClaimSetting, "provider" | "conditions" | "known">,
): Values {
  const { tenant, issuer, platform, foldedAudienceKey, foldedSubjectKey } = provider;
  const value = known[claim];
  if (value !== undefined) {
    return value;
  }
  const { audience, subjects } = issuer?.facts ?? {};
  const valuesOf = (key: string): string[] => conditions.on(key).flatMap(({ values }) => stringsIn(values));
  if (claim === "audience" && issuer?.facts.actsForCustomers === true) {
    const service = issuer.facts.standIns?.find(
      ({ key, accepts }) =>
        accepts !== undefined && valuesOf(key.toLowerCase()).some((name) => accepts(name, false)),
    );
    return service?.audiences?.[0] ?? "<audience of the service>";
  }
  if (claim === "audience") {
    return platform !== undefined && audience === undefined
      ? entraAudience(tenant?.tokenVersion, valuesOf(foldedSubjectKey))
      : (audience ?? "<audience>");
  }
  return subjects !== undefined
    ? oneOrMany(subjects)
    : platform !== undefined
      ? entraSubject(tenant, valuesOf(foldedAudienceKey), valuesOf(foldedSubjectKey))
      : "<subject>";
}

/** Whether a placeholder is to be written under `StringLike`. */
function hasPattern(values: Values): boolean {
  return [values].flat().some((value) => /[*?]/.test(value));
}

function oneOrMany(values: readonly string[]): Values {
  const [first = ""] = values;
  return values.length === 1 ? first : values;
}
