import { DEFAULT_CLAIMS } from "../issuers/shared-facts";
import { differenceOf } from "../parse/condition-keys";
import { needsTheClaim } from "../parse/condition-operators";
import { pathOf } from "../parse/conditions";
import type { OidcProvider } from "../parse/oidc-provider";
import { type ConditionIndex, demandsTheClaim } from "./condition-index";
import { finding, type Place } from "./finding";
import type { JudgeOptions, TrustFinding } from "./verdict";

/** That nobody can assume the role rests on a table in AWS's manual, so it replaces no condition that is missing. */
const CLOSED =
  "According to AWS's manual, nobody can assume this role as written. The condition replaces no condition on aud or sub.";

const RULE = "oidc-trust-names-its-issuer";

/** The way from a statement to its provider. */
const PRINCIPAL = ["Principal", "Federated"];

/** Looks at how a statement's principal names a provider: as its tokens do, and in the role's own account. */
export function judgeProviderName(
  { name, account, entra }: OidcProvider,
  place: Place,
  options: JudgeOptions,
  findings: TrustFinding[],
): void {
  const at = { rule: RULE, path: PRINCIPAL, reach: "nobody" } as const;
  if (entra !== undefined && entra.providerName !== name) {
    const right = `oidc-provider/${entra.providerName}, as the tokens' iss has it`;
    const found = `the provider ${name}`;
    findings.push(finding(place, { ...at, code: "provider-name-differs", found, right }));
  }
  if (options.accountId !== undefined && account !== undefined && account !== options.accountId) {
    const right = `a provider of the role's own account ${options.accountId}`;
    const found = `a provider of account ${account}`;
    findings.push(finding(place, { ...at, code: "provider-of-another-account", found, right }));
  }
}

/** Looks for conditions on a provider's keys that AWS does not fill from its tokens. */
export function judgeUnfilledKeys(
  provider: OidcProvider,
  conditions: ConditionIndex,
  place: Place,
  findings: TrustFinding[],
): void {
  const rule = RULE;
  const reach = "nobody";
  const { issuer, entra } = provider;
  const filled = issuer?.facts.filled ?? DEFAULT_CLAIMS;
  const { audience, subject } = issuer?.facts.claims ?? { audience: "aud", subject: "sub" };
  const name = entra === undefined ? (issuer?.facts.name ?? provider.name) : "Entra";
  for (const { condition, owner } of conditions.ofProvider(provider.foldedName)) {
    const { key, foldedKey, operator } = condition;
    const claim = foldedKey.slice(owner.length + 1);
    const isFilled = claim === audience || claim === subject || filled.includes(claim);
    if (!isFilled && needsTheClaim(operator) && operator.comparison !== "null") {
      const path = pathOf(condition);
      const found = `a condition on ${key}, which AWS does not fill from the tokens of ${name}`;
      const right = `conditions on ${[audience, subject, ...filled].join(", ")}`;
      findings.push(
        finding(place, {
          rule,
          code: "condition-key-unfilled",
          severity: "note",
          key,
          path,
          found,
          right,
          reach,
          consequence: CLOSED,
        }),
      );
    }
  }
}

/**
 * Looks for a condition that the issuer itself names the role in its tokens. Entra sends no such claim.
 *
 * Source: AWS, "Available keys for AWS STS", `sts:RoleAuthorizedByIdp`.
 */
export function judgeRoleAuthorization(
  { entra }: OidcProvider,
  conditions: ConditionIndex,
  place: Place,
  findings: TrustFinding[],
): void {
  if (entra === undefined) {
    return;
  }
  for (const condition of conditions.on("sts:roleauthorizedbyidp")) {
    if (condition.values.some((value) => value === true || value === "true")) {
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
        }),
      );
    }
  }
}

/**
 * Looks for conditions on another provider's keys: one finding for each, about the first provider of the statement that
 * it is not of. One for each of them would be as many as providers by conditions.
 */
export function judgeForeignKeys(
  providers: readonly OidcProvider[],
  conditions: ConditionIndex,
  statement: Omit<Place, "provider">,
  findings: TrustFinding[],
): void {
  const [first] = providers;
  if (first === undefined || conditions.owned.length === 0) {
    return;
  }
  const names = conditions.providerNames;
  const second = providers.find(({ foldedName }) => foldedName !== first.foldedName);
  for (const { condition, owner } of conditions.owned) {
    const provider = first.foldedName === owner ? second : first;
    if (provider === undefined) {
      continue;
    }
    const { key } = condition;
    const others = names.size - (names.has(owner) ? 2 : 1);
    const difference = `${differenceOf(owner, provider.name)}${others > 0 ? ` (and so for ${others} more)` : ""}`;
    const place: Place = { ...statement, provider: provider.name };
    const sibling = names.has(owner);
    const right = sibling
      ? "a statement for each provider"
      : `${provider.name}:${key.slice(owner.length + 1)}`;
    const at = { rule: RULE, key, path: pathOf(condition), right } as const;
    if (demandsTheClaim(condition)) {
      const found = `a condition on ${key}, ${difference}`;
      findings.push(finding(place, { ...at, code: "condition-key-foreign", found, reach: "nobody" }));
    } else if (!sibling) {
      const found = `a condition on ${key}, which has no effect: ${difference}`;
      findings.push(finding(place, { ...at, code: "condition-key-without-effect", severity: "note", found }));
    }
  }
}
