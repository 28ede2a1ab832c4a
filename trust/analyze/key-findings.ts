import { entraHostOf } from "../entra/entra-issuer";
import { providers as known } from "../issuers/providers";
import { DEFAULT_CLAIMS } from "../issuers/shared-facts";
import { comparedText, demandsAbsence } from "../kernel/claim-demand";
import { type ConditionIndex, demandsTheClaim, type OwnedCondition } from "../kernel/condition-index";
import { differenceOf, providerOfKey } from "../kernel/condition-keys";
import { isTrue } from "../kernel/condition-operators";
import { type Condition, pathOf } from "../kernel/conditions";
import { grouped } from "../kernel/grouped";
import { isObject } from "../kernel/json-values";
import type { OidcProvider } from "../kernel/oidc-provider";
import { finding, type Place } from "./finding";
import { mergedFix } from "./merged-fix";
import type { JudgeOptions, TrustFinding, TrustFix } from "./verdict";

/** Its only source is a table in AWS's documentation, so it replaces no missing condition. */
const CLOSED = "Nobody can assume this role as written, according to AWS's documentation.";

const IN_ADDITION = "The condition replaces no condition on aud or sub.";

const RULE = "oidc-trust-names-its-issuer";

/** The way from a statement to its provider. */
const PRINCIPAL = ["Principal", "Federated"];

/** Looks at how a statement's principal names a provider: as its tokens do, and in the role's own account. */
export function judgeProviderName(
  { name, account, issuerName }: OidcProvider,
  place: Place,
  options: JudgeOptions,
  findings: TrustFinding[],
): void {
  const at = { rule: RULE, path: PRINCIPAL, reach: "nobody" } as const;
  if (issuerName !== name) {
    const right = `oidc-provider/${issuerName ?? nameWithTenant(name)}, as in the tokens' iss`;
    const found = `the provider ${name}`;
    const fix = issuerName === undefined ? undefined : renaming(name, issuerName);
    findings.push(finding(place, { ...at, code: "provider-name-differs", found, right, fix }));
  }
  if (options.accountId !== undefined && account !== undefined && account !== options.accountId) {
    const right = `a provider of the role's own account ${options.accountId}`;
    const found = `a provider of account ${account}`;
    findings.push(finding(place, { ...at, code: "provider-of-another-account", found, right }));
  }
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

/** The first key of a provider that a statement demands and AWS does not fill. */
export function unfilledKey(provider: OidcProvider, conditions: ConditionIndex): string | undefined {
  const found = conditions
    .ofProvider(provider.foldedName)
    .find(({ condition, owner }) =>
      isUnfilled(provider, condition.foldedKey.slice(owner.length + 1), condition),
    );
  return (found?.condition ?? swappedConditions(provider, conditions)[0])?.key;
}

/** The conditions that demand a key which is a subject of the provider's: key and value are swapped. */
function swappedConditions({ issuer }: OidcProvider, conditions: ConditionIndex): readonly Condition[] {
  return issuer === undefined
    ? []
    : conditions.others.filter((condition) => issuer.isSubject(condition.key) && demandsTheClaim(condition));
}

/** Whether a condition demands a claim that AWS does not fill from a provider's tokens. */
function isUnfilled({ issuer }: OidcProvider, claim: string, condition: Condition): boolean {
  const { filled = DEFAULT_CLAIMS, claims = STANDARD } = issuer?.facts ?? {};
  const isFilled = claim === claims.audience || claim === claims.subject || filled.includes(claim);
  return !isFilled && demandsTheClaim(condition);
}

const STANDARD = { audience: "aud", subject: "sub" } as const;

/** Looks for conditions on a provider's keys that AWS does not fill from its tokens. */
export function judgeUnfilledKeys(
  provider: OidcProvider,
  conditions: ConditionIndex,
  place: Place,
  findings: TrustFinding[],
): void {
  const { issuer, tenant, platform, name } = provider;
  const { filled = DEFAULT_CLAIMS, claims = STANDARD } = issuer?.facts ?? {};
  const issuerName = (tenant && platform?.name) ?? issuer?.facts.name ?? name;
  for (const { condition, owner } of conditions.owned) {
    const { key, foldedKey } = condition;
    if (owner === provider.foldedName && isUnfilled(provider, foldedKey.slice(owner.length + 1), condition)) {
      findings.push(
        finding(place, {
          rule: RULE,
          code: "condition-key-unfilled",
          severity: "note",
          key,
          path: pathOf(condition),
          found: `a condition on ${key}, which AWS does not fill from the tokens of ${issuerName}`,
          right: `conditions on ${[claims.audience, claims.subject, ...filled].join(", ")}`,
          reach: "nobody",
          consequence: CLOSED,
          detail: IN_ADDITION,
        }),
      );
    }
  }
  for (const condition of swappedConditions(provider, conditions)) {
    findings.push(
      finding(place, {
        rule: RULE,
        code: "condition-key-unfilled",
        severity: "note",
        key: condition.key,
        path: pathOf(condition),
        found: `a condition on the key ${condition.key}, which AWS never fills: it is a subject of ${issuerName}`,
        right: `the key ${provider.subjectKey} with this subject as its value`,
        reach: "nobody",
        consequence: CLOSED,
        detail: IN_ADDITION,
      }),
    );
  }
}

/**
 * Looks for a condition that the issuer itself names the role in its tokens. Entra sends no such claim.
 *
 * Source: AWS, "Available keys for AWS STS", `sts:RoleAuthorizedByIdp`.
 */
export function judgeRoleAuthorization(
  { tenant }: OidcProvider,
  conditions: ConditionIndex,
  place: Place,
  findings: TrustFinding[],
): void {
  if (tenant === undefined) {
    return;
  }
  for (const condition of conditions.on("sts:roleauthorizedbyidp")) {
    if (demandsAuthorization(condition)) {
      findings.push(
        finding(place, {
          rule: RULE,
          code: "role-not-authorized-by-issuer",
          severity: "note",
          key: condition.key,
          path: pathOf(condition),
          found: `a condition on ${condition.key}, which is false for Entra: its tokens have no claim https://aws.amazon.com/roles`,
          right: "no such condition",
          reach: "nobody",
          consequence: CLOSED,
          detail: IN_ADDITION,
        }),
      );
    }
  }
}

/** Whether a condition on `sts:RoleAuthorizedByIdp` cannot hold for a token of Entra's, for which the key is false. */
function demandsAuthorization(condition: Condition): boolean {
  const { operator, values } = condition;
  return operator.comparison === "null"
    ? demandsAbsence(condition)
    : !operator.negated && values.length > 0 && values.every(isTrue);
}

/**
 * Looks for conditions on another provider's keys, about the first provider of the statement that they are not of. A
 * misspelt provider gives one finding, however many conditions it is in. So does a statement whose providers demand
 * each other's claims.
 *
 * @param written - The statement's `Condition` as written.
 */
export function judgeForeignKeys(
  providers: readonly OidcProvider[],
  conditions: ConditionIndex,
  statement: Omit<Place, "provider">,
  written: unknown,
  findings: TrustFinding[],
): void {
  const [first] = providers;
  if (first === undefined) {
    return;
  }
  const names = conditions.providerNames;
  const second = providers.find(({ foldedName }) => foldedName !== first.foldedName);
  const foreign = conditions.owned.filter(({ owner }) => first.foldedName !== owner || second !== undefined);
  const mistakes = grouped(foreign, ({ condition, owner }) => {
    const isDemanded = String(demandsTheClaim(condition));
    return names.has(owner) ? isDemanded : `${owner} ${isDemanded}`;
  });
  for (const mistake of mistakes.values()) {
    const [{ condition, owner }] = mistake as [OwnedCondition];
    const provider = first.foldedName === owner ? second : first;
    if (provider !== undefined) {
      const others = names.size - (names.has(owner) ? 2 : 1);
      const place: Place = { ...statement, provider: provider.name };
      findings.push(
        ...foreignFinding(mistake, provider, names.has(owner), others, condition, place, written),
      );
    }
  }
}

/**
 * Looks for keys that misspell the name of a provider which the principal spells right, or in another wrong way. What they
 * demand is judged as if they were right, so that the fix opens nothing unseen.
 */
export function judgeMisspelledKeys(
  providers: readonly OidcProvider[],
  conditions: ConditionIndex,
  statement: Omit<Place, "provider">,
  written: unknown,
  findings: TrustFinding[],
): void {
  const names = new Set(providers.map(({ foldedName }) => foldedName));
  const misspelled = conditions.owned.flatMap(({ condition, owner }): OwnedCondition[] => {
    const named = providerOfKey(condition.key.toLowerCase());
    return named === undefined || named === owner || names.has(named) ? [] : [{ condition, owner: named }];
  });
  for (const mistake of grouped(misspelled, ({ owner }) => owner).values()) {
    const [{ condition, owner }] = mistake as [OwnedCondition];
    const right = known.issuerNameOf(owner).toLowerCase();
    const provider = providers.find(({ issuerName }) => issuerName?.toLowerCase() === right);
    if (provider !== undefined) {
      const place: Place = { ...statement, provider: provider.name };
      findings.push(
        ...foreignFinding(mistake, known.underIssuerName(provider), false, 0, condition, place, written),
      );
    }
  }
}

function foreignFinding(
  mistake: readonly OwnedCondition[],
  provider: OidcProvider,
  isSibling: boolean,
  others: number,
  condition: Condition,
  place: Place,
  statementCondition: unknown,
): TrustFinding[] {
  const [{ owner }] = mistake as [OwnedCondition];
  const keys = [...new Set(mistake.map((own) => own.condition.key))];
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
  const at = { rule: RULE, key: condition.key, path: pathOf(condition), right } as const;
  if (demandsTheClaim(condition)) {
    const fix = isSibling
      ? undefined
      : mistake.length > 1 && known.issuerNameOf(owner) === provider.name
        ? renaming(owner, provider.name)
        : allRenamed(mistake, provider, statementCondition);
    const found = `${what}, ${which}`;
    return [
      finding(place, { ...at, code: "condition-key-foreign", found, reach: "nobody", ...(fix && { fix }) }),
    ];
  }
  const found = `${what}, which ${keys.length === 1 ? "has" : "have"} no effect: ${which}`;
  return isSibling
    ? []
    : [
        finding(place, {
          ...at,
          code: "condition-key-without-effect",
          severity: "note",
          found,
          consequence: `${keys.length === 1 ? "This condition does" : "These conditions do"} not limit who can assume this role.`,
        }),
      ];
}

/** The fix for conditions under the keys of a misspelled provider. */
function allRenamed(
  mistake: readonly OwnedCondition[],
  provider: OidcProvider,
  statementCondition: unknown,
): TrustFix | undefined {
  return mistake
    .map(({ condition, owner }) => renamed(condition, provider, owner, statementCondition))
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
  const isThere =
    isObject(block) && Object.keys(block).some((own) => own.toLowerCase() === right.toLowerCase());
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
