import { entraHostOf } from "../entra/entra-issuer";
import { providers as known } from "../issuers/providers";
import { comparedText } from "../kernel/claim-demand";
import type { Fact } from "../kernel/fact";
import type { ForeignFact } from "../kernel/key-facts";
import type { OidcProvider } from "../kernel/oidc-provider";
import { DEFAULT_CLAIMS } from "../policy/condition-keys";
import type { Condition } from "../policy/conditions";
import { isObject } from "../text/json-values";
import { pathOf } from "./claim-conditions";
import { type ClaimSetting, finding, type Place } from "./finding";
import { differenceOf } from "./key-difference";
import { mergedFix } from "./merged-fix";
import type { TrustFinding, TrustFix } from "./verdict";

/** Its only source is a table in AWS's documentation, so it replaces no missing condition. */
const CLOSED = "Nobody can assume this role as written, according to AWS's documentation.";

const IN_ADDITION = "The condition replaces no condition on aud or sub.";

const RULE = "oidc-trust-names-its-issuer";

/** The way from a statement to its provider. */
const PRINCIPAL = ["Principal", "Federated"];

/** The finding for a provider that the principal does not name as its tokens do, or that is of another account. */
export function nameFinding(
  { code }: Fact,
  { name, account, issuerName }: OidcProvider,
  accountId: string | undefined,
  place: Place,
): TrustFinding {
  const at = { rule: RULE, code, path: PRINCIPAL, reach: "nobody" } as const;
  if (code === "provider-of-another-account") {
    const right = `a provider of the role's own account ${accountId ?? ""}`;
    return finding(place, { ...at, found: `a provider of account ${account ?? ""}`, right });
  }
  const right = `oidc-provider/${issuerName ?? nameWithTenant(name)}, as in the tokens' iss`;
  const fix = issuerName === undefined ? undefined : renaming(name, issuerName);
  return finding(place, { ...at, found: `the provider ${name}`, right, fix });
}

/** The name of Entra's issuer for a tenant that the provider does not name by its ID. */
function nameWithTenant(name: string): string {
  const { host, tokenVersion } = entraHostOf(name);
  return tokenVersion === 1 ? `${host}/<tenant ID>/` : `${host}/<tenant ID>/v2.0`;
}

/** The fix for a misspelled provider: another name in the principal and in the keys. */
function renaming(from: string, to: string): TrustFix {
  return {
    addTo: undefined,
    replace: undefined,
    operator: "StringEquals",
    conditions: {},
    rename: { from, to },
  };
}

/** The note on a condition that no token meets, according to AWS's documentation. */
export function unmetFinding({ code, condition }: Fact, { provider, place }: ClaimSetting): TrustFinding {
  const { issuer, tenant, platform, name, subjectKey, foldedName } = provider;
  const { key = "", foldedKey = "" } = condition ?? {};
  const { filled = DEFAULT_CLAIMS, claims = STANDARD } = issuer?.facts ?? {};
  const issuerName = (tenant && platform?.name) ?? issuer?.facts.name ?? name;
  const [found, right] =
    code === "role-not-authorized-by-issuer"
      ? [
          `a condition on ${key}, which is false for ${issuerName}: its tokens have no claim https://aws.amazon.com/roles`,
          "no such condition",
        ]
      : foldedKey.startsWith(`${foldedName}:`)
        ? [
            `a condition on ${key}, which AWS does not fill from the tokens of ${issuerName}`,
            `conditions on ${[claims.audience, claims.subject, ...filled].join(", ")}`,
          ]
        : [
            `a condition on the key ${key}, which AWS never fills: it is a subject of ${issuerName}`,
            `the key ${subjectKey} with this subject as its value`,
          ];
  return finding(place, {
    rule: RULE,
    code,
    severity: "note",
    key,
    path: condition === undefined ? [] : pathOf(condition),
    found,
    right,
    reach: "nobody",
    consequence: CLOSED,
    detail: IN_ADDITION,
  });
}

const STANDARD = { audience: "aud", subject: "sub" } as const;

/** The finding for conditions on the keys of another provider. */
export function foreignFinding(
  { code }: Fact,
  { conditions, owner, provider, isSibling, others }: ForeignFact["foreign"],
  place: Place,
  written: unknown,
): TrustFinding {
  const [condition] = conditions;
  const keys = [...new Set(conditions.map(({ key }) => key))];
  const shown = [
    ...keys.slice(0, MOST_NAMED),
    ...(keys.length > MOST_NAMED ? [`${keys.length - MOST_NAMED} more`] : []),
  ];
  const difference = differenceOf(owner, provider.name, keys.length > 1);
  const which = `${difference}${others > 0 ? ` (and so for ${others} more)` : ""}`;
  const what = `${keys.length === 1 ? "a condition" : "conditions"} on ${shown.join(" and ")}`;
  const right = isSibling
    ? "one statement per provider"
    : keys
        .slice(0, MOST_NAMED)
        .map((key) => `${provider.name}:${key.slice(owner.length + 1)}`)
        .join(" and ");
  const at = { rule: RULE, code, key: condition.key, path: pathOf(condition), right } as const;
  if (code === "condition-key-foreign") {
    const fix = isSibling
      ? undefined
      : conditions.length > 1 && known.issuerNameOf(owner) === provider.name
        ? renaming(owner, provider.name)
        : allRenamed(conditions, provider, owner, written);
    return finding(place, { ...at, found: `${what}, ${which}`, reach: "nobody", ...(fix && { fix }) });
  }
  return finding(place, {
    ...at,
    severity: "note",
    found: `${what}, which ${keys.length === 1 ? "has" : "have"} no effect: ${which}`,
    consequence: `${keys.length === 1 ? "This condition does" : "These conditions do"} not limit who can assume this role.`,
  });
}

/** The fix for conditions under the keys of a misspelled provider. */
function allRenamed(
  conditions: readonly Condition[],
  provider: OidcProvider,
  owner: string,
  statementCondition: unknown,
): TrustFix | undefined {
  return conditions
    .map((condition) => renamed(condition, provider, owner, statementCondition))
    .reduce((all, next) => all && next && mergedFix(statementCondition, all, next));
}

/** One condition under the right key; `undefined` if the operator has that key already, or if a value cannot be read. */
function renamed(
  { name, key, values }: Condition,
  provider: OidcProvider,
  owner: string,
  statementCondition: unknown,
): TrustFix | undefined {
  const right = `${provider.name}:${key.slice(owner.length + 1)}`;
  const block = isObject(statementCondition) ? statementCondition[name] : undefined;
  const foldedRight = right.toLowerCase();
  const isThere = isObject(block) && Object.keys(block).some((own) => own.toLowerCase() === foldedRight);
  const texts = values.flatMap((value) => comparedText(value) ?? []);
  return isThere || texts.length < values.length
    ? undefined
    : {
        addTo: undefined,
        replace: { operator: name, key, values },
        operator: name,
        conditions: { [right]: texts },
      };
}

/** How many keys of a misspelt provider are named. */
const MOST_NAMED = 3;
