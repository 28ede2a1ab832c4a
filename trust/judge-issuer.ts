import { needsTheClaim } from "./condition-operators";
import { pathOf, type Condition } from "./conditions";
import { differenceOf, providerOfKey } from "./condition-keys";
import { finding, type Place } from "./finding";
import type { OidcProvider } from "./oidc-provider";
import type { JudgeOptions, TrustFinding } from "./verdict";

/** Keys that AWS fills from an Entra token. Source: AWS, "Available keys for AWS web identity federation". */
const ENTRA_CLAIMS: ReadonlySet<string> = new Set(["aud", "sub", "amr", "oaud", "email"]);

/** The way from a statement to its provider. */
const PRINCIPAL = ["Principal", "Federated"];

/** Whether a condition speaks of another provider than `provider`, and no token of `provider` can meet it. */
function isForeign({ operator, foldedKey, values }: Condition, folded: string): boolean {
  const owner = providerOfKey(foldedKey);
  return (
    owner !== undefined &&
    owner !== folded &&
    operator.comparison !== "null" &&
    values.length > 0 &&
    needsTheClaim(operator)
  );
}

/** Whether the conditions shut out every token of `provider`: they demand another provider's claim. */
export function isOutOfReach(provider: OidcProvider, conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => isForeign(condition, provider.foldedName));
}

/** Looks at whether a statement's principal and its conditions speak of one and the same issuer. */
export function judgeIssuer(
  provider: OidcProvider,
  providers: readonly OidcProvider[],
  conditions: readonly Condition[],
  place: Place,
  options: JudgeOptions,
  findings: TrustFinding[],
): void {
  const rule = "oidc-trust-names-its-issuer";
  const effect = "nobody can, as written";
  const { name, account, entra } = provider;
  if (entra !== undefined && entra.providerName !== name) {
    const right = `oidc-provider/${entra.providerName}, as the tokens' iss has it`;
    findings.push(finding(place, { rule, path: PRINCIPAL, found: `the provider ${name}`, right, effect }));
  }
  if (options.accountId !== undefined && account !== undefined && account !== options.accountId) {
    const right = `a provider of the role's own account ${options.accountId}`;
    const found = `a provider of account ${account}`;
    findings.push(finding(place, { rule, path: PRINCIPAL, found, right, effect }));
  }
  for (const condition of conditions) {
    const { key, foldedKey } = condition;
    if (foldedKey === provider.foldedAudienceKey || foldedKey === provider.foldedSubjectKey) {
      continue;
    }
    const owner = providerOfKey(foldedKey);
    if (owner !== undefined && owner !== provider.foldedName) {
      judgeForeignKey(condition, owner, provider, providers, place, findings);
    } else if (entra !== undefined && owner !== undefined && needsTheClaim(condition.operator)) {
      const claim = foldedKey.slice(owner.length + 1);
      if (!ENTRA_CLAIMS.has(claim) && condition.operator.comparison !== "null") {
        const path = pathOf(condition);
        const found = `a condition on ${key}, which AWS does not fill from Entra's tokens`;
        const right = "conditions on aud and sub";
        findings.push(finding(place, { rule, severity: "note", key, path, found, right, effect }));
      }
    }
  }
}

function judgeForeignKey(
  condition: Condition,
  owner: string,
  provider: OidcProvider,
  providers: readonly OidcProvider[],
  place: Place,
  findings: TrustFinding[],
): void {
  const rule = "oidc-trust-names-its-issuer";
  const { key } = condition;
  const path = pathOf(condition);
  const claim = key.slice(owner.length + 1);
  const sibling = providers.some(({ foldedName }) => foldedName === owner);
  const right = sibling ? "a statement for each provider" : `${provider.name}:${claim}`;
  if (isForeign(condition, provider.foldedName)) {
    const found = `a condition on ${key}, ${differenceOf(owner, provider.name)}`;
    findings.push(finding(place, { rule, key, path, found, right, effect: "nobody can, as written" }));
  } else if (!sibling) {
    const found = `a condition on ${key}, which has no effect: ${differenceOf(owner, provider.name)}`;
    findings.push(finding(place, { rule, severity: "note", key, path, found, right }));
  }
}
