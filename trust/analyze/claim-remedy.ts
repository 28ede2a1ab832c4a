import { type Condition, pathOf } from "../parse/conditions";
import { isObject } from "../parse/json-values";
import { isGitHub, type OidcProvider } from "../parse/oidc-provider";
import type { PolicyPath } from "../parse/problem";
import { demandOfCondition } from "./claim-demand";
import { compares } from "./condition-index";
import type { Claim, ClaimSetting } from "./finding";

/** What to do about a claim that is not pinned, and where. */
export interface ClaimRemedy {
  readonly path: PolicyPath;
  /** A sentence. */
  readonly remedy: string;
}

/**
 * Says what JSON to add to a statement so that a claim is pinned, or by which to replace a condition that pins nothing.
 * Values that are exact already stay.
 *
 * @param key - The claim's key, as a policy would have it.
 */
export function claimRemedy(claim: Claim, key: string, setting: ClaimSetting): ClaimRemedy {
  const { provider, condition, variables } = setting;
  const replaced = replaceable(key, setting);
  const demand = replaced === undefined ? undefined : demandOfCondition(replaced, variables);
  const kept = demand?.kind === "exact" ? demand.values : [placeholder(claim, provider)];
  const pinned = { [key]: kept.length === 1 ? kept[0] : kept };
  if (replaced !== undefined) {
    const weak = json({ [replaced.name]: { [replaced.key]: replaced.values } });
    return { path: pathOf(replaced), remedy: `Replace ${weak} with ${json({ StringEquals: pinned })}.` };
  }
  const path = ["Condition", "StringEquals", key];
  const block = json({
    StringEquals: replaceable(otherKey(claim, provider), setting) ? pinned : bothPinned(provider),
  });
  if (!isObject(condition)) {
    return { path, remedy: `Add "Condition": {${block}} to the statement.` };
  }
  return {
    path,
    remedy: isObject(condition.StringEquals)
      ? `Add ${json(pinned)} to StringEquals in the Condition.`
      : `Add ${block} to the Condition.`,
  };
}

function otherKey(claim: Claim, { audienceKey, subjectKey }: OidcProvider): string {
  return claim === "audience" ? subjectKey : audienceKey;
}

/** Where both claims are missing each remedy adds both: two that add the same member could not both be followed. */
function bothPinned(provider: OidcProvider): Readonly<Record<string, string>> {
  return {
    [provider.audienceKey]: placeholder("audience", provider),
    [provider.subjectKey]: placeholder("subject", provider),
  };
}

/**
 * The condition that stands where the right one should: one on the claim that neither excludes values nor asks whether
 * the claim is there, or one on the same claim under a name that no provider of the statement has.
 */
function replaceable(key: string, { provider, conditions }: ClaimSetting): Condition | undefined {
  const foldedKey = key.toLowerCase();
  return conditions.on(foldedKey).find(compares) ?? conditions.strayOn(foldedKey.slice(provider.name.length));
}

/** The members of an object in JSON, without the braces around them. */
function json(object: Readonly<Record<string, unknown>>): string {
  return Object.entries(object)
    .map(([name, value]) => `${JSON.stringify(name)}: ${shown(value)}`)
    .join(", ");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 1 ? shown(value[0]) : listText(value, shown, ", ");
  }
  return isObject(value) ? `{${json(value)}}` : JSON.stringify(value);
}

/** What a remedy has in place of a value that nobody can know from the policy. */
function placeholder(claim: Claim, { name, entra }: OidcProvider): string {
  if (entra !== undefined) {
    const audience = entra.tokenVersion === 2 ? "client ID of the managed identity" : "application ID URI";
    return claim === "audience" ? `<${audience}>` : "<principal ID of the managed identity>";
  }
  if (isGitHub(name)) {
    return claim === "audience" ? "sts.amazonaws.com" : "repo:<owner>/<name>:ref:refs/heads/<branch>";
  }
  return `<${claim}>`;
}

/** How many values of one condition a text has: each provider of a statement can have a finding about the same ones. */
const MOST = 100;

/** A JSON list, of which all beyond the first hundred values are only counted. */
export function listText(
  values: readonly unknown[],
  shown: (value: unknown) => string,
  separator: string,
): string {
  const rest = values.length > MOST ? [`… ${values.length - MOST} more`] : [];
  return `[${[...values.slice(0, MOST).map(shown), ...rest].join(separator)}]`;
}
