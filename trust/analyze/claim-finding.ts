import { demandOfCondition } from "../kernel/claim-demand";
import type { Claim, Fact } from "../kernel/fact";
import type { Demands } from "../kernel/provider-demands";
import type { Condition } from "../policy/conditions";
import { onClaim } from "./claim-conditions";
import { claimRemedy, inFull, withoutSubjects } from "./claim-remedy";
import { consequenceWords } from "./consequence-words";
import { type ClaimSetting, finding } from "./finding";
import { differenceOf } from "./key-difference";
import { listText } from "./remedy-text";
import type { TrustFinding, TrustRule } from "./verdict";

/** How many conditions on other providers' keys are named. */
const MOST_NAMED = 3;

/** How many accepted beginnings of subjects a finding names. */
const MOST_BEGINNINGS = 3;

/** The finding for a claim that is not pinned. Its values are exact subjects that bind no workload: if there are any, they are wrong. */
export function claimFinding(
  { code, claim = "subject", reach, open, values: unbound = [] }: Fact,
  { isCallerPinned }: Demands,
  setting: ClaimSetting,
): TrustFinding {
  const { place, provider } = setting;
  const { sentence, detail } = open === undefined ? { sentence: "" } : consequenceWords(open, setting);
  const key = claim === "audience" ? provider.audienceKey : provider.subjectKey;
  const ways = claim === "subject" ? otherWays(setting, reach) : [];
  const special = claim === "subject" ? specialRight(setting) : undefined;
  return finding(place, {
    rule: claim === "audience" ? audienceRule(provider, isCallerPinned) : "oidc-trust-requires-subject",
    code,
    key,
    found:
      unbound.length > 0
        ? `${listText(unbound, JSON.stringify, ",")} on ${key}, ${provider.issuer?.facts.actsForCustomers === true ? "which is the service's own subject" : "which names no workload"}`
        : describe(claim, key, setting),
    right: special ?? `${key} with exact values under StringEquals${ways.join("")}`,
    reach,
    consequence: sentence,
    ...(detail === undefined ? {} : { detail }),
    ...claimRemedy(claim, key, setting, unbound.length === 0),
  });
}

/** Applications of a platform share its providers, so an audience beside a pinned caller is as good as none there. */
function audienceRule({ platform }: ClaimSetting["provider"], isCallerPinned: boolean): TrustRule {
  return isCallerPinned && platform === undefined
    ? "oidc-trust-audience-beside-subject"
    : "oidc-trust-requires-audience";
}

/** What is accepted in addition to exact subjects. */
function otherWays({ provider, boundaries, conditions }: ClaimSetting, reach: Fact["reach"]): string[] {
  const patterns = boundaries.beginnings
    .slice(0, MOST_BEGINNINGS)
    .map((text) => `, or patterns that begin with ${text} under StringLike`);
  const hasOwners = provider.issuer?.facts.beginningsOf !== undefined;
  if (hasOwners && reach === "tenant") {
    patterns.push(", or the owner in gitHubOwners (judge --github-owner)");
  }
  if (
    (provider.issuer === undefined || (!hasOwners && reach === "tenant")) &&
    provider.tenant === undefined &&
    conditions.on(provider.foldedSubjectKey).length > 0
  ) {
    patterns.push(", or patterns that subjectPatterns allows (judge --subject-pattern)");
  }
  return patterns;
}

/** What is accepted of an issuer whose subjects nobody can list. */
function specialRight(setting: ClaimSetting): string | undefined {
  const special = withoutSubjects(setting);
  if (special === undefined) {
    return undefined;
  }
  const { operator, conditions, isService } = special;
  const [[key, value] = []] = Object.entries(conditions);
  const service = isService ? ", for a service that microsoftServices names (judge --microsoft-service)" : "";
  return `${key ?? ""} with ${JSON.stringify(value)} under ${operator}${service}`;
}

/** Says what a statement has on a key, and why it pins nothing. */
function describe(claim: Claim, key: string, { provider, conditions, variables }: ClaimSetting): string {
  const foldedKey = key.toLowerCase();
  const own = conditions.on(foldedKey);
  const ofClaim = onClaim(conditions, foldedKey.slice(provider.name.length));
  const strays: string[] = [];
  for (const condition of ofClaim) {
    if (strays.length === MOST_NAMED) {
      break;
    }
    if (condition.foldedKey !== foldedKey) {
      strays.push(`a condition on ${condition.key}, ${differenceOf(condition.owner, provider.name)}`);
    }
  }
  const more = ofClaim.length - strays.length - own.length;
  const misnamed = inFull(claim, { provider, conditions });
  const found = [
    ...own.map(
      (condition) =>
        `${condition.name} ${listText(condition.values, JSON.stringify, ",")} on ${condition.key}, ${weakness(condition, variables)}`,
    ),
    ...strays,
    ...(misnamed === undefined
      ? []
      : [`a condition on ${misnamed.key}, a key that AWS never fills (rename it to ${key})`]),
    ...(more > 0 ? [`${more} more on other providers' keys`] : []),
  ];
  return found.length === 0 ? `no condition on ${key}` : found.join("; ");
}

function weakness(condition: Condition, variables: boolean): string {
  const { operator, values } = condition;
  if (operator.comparison === "null") {
    return "which demands no value";
  }
  if (values.length === 0) {
    return "which has no effect without values";
  }
  if (operator.negated) {
    return "which only excludes values";
  }
  if (operator.comparison === "other") {
    return "which compares no text";
  }
  if (operator.ifExists || operator.quantifier === "ForAllValues:") {
    return "which is true without the claim";
  }
  const demand = demandOfCondition(condition, variables);
  if (demand.kind === "nothing") {
    return values.every((value) => typeof value === "string")
      ? "a policy variable, which the request fills"
      : "not all of which are read exactly (write numbers in quotation marks)";
  }
  return demand.beginnings === undefined ? "which takes other spellings too" : "a pattern";
}
