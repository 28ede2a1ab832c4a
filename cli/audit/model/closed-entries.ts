import {
  isGuid,
  matchesWildcards,
  recognizeEntraIssuer,
  type TrustFinding,
  type TrustGrant,
} from "../../../trust";
import type { Entry } from "../audit-report";
import type { AuditableRole } from "../estate/estate";
import type { EstateIndex } from "./estate-index";
import { missingProvidersOf } from "./providers-of-role";

/** Why nobody gets in by a grant, if nobody does. */
export function closureOf(
  grant: TrustGrant,
  role: AuditableRole,
  index: EstateIndex,
): Entry["closedBy"] | undefined {
  return isOfMissingProvider(grant, role, index)
    ? "provider"
    : isUnregistered(grant, role.account, index)
      ? "audience"
      : isOfOtherVersion(grant, index)
        ? "token-version"
        : undefined;
}

/** Whether the account does not have the provider: STS answers `InvalidIdentityToken`, "No OpenIDConnect provider found". */
function isOfMissingProvider({ provider }: TrustGrant, role: AuditableRole, index: EstateIndex): boolean {
  return (
    // Most are there, and then the trust policy need not be parsed again.
    index.providerNamed(role.account, provider) === undefined &&
    missingProvidersOf(role, index).some((arn) => arn.endsWith(`:oidc-provider/${provider}`))
  );
}

/**
 * Whether the provider is of version 1, and the applications of all audiences ask for tokens of version 2, which have another
 * issuer. Nothing follows from an application of which the input does not say the tenant.
 */
function isOfOtherVersion({ provider, audience }: TrustGrant, index: EstateIndex): boolean {
  const entra = recognizeEntraIssuer(provider);
  return (
    entra?.tokenVersion === 1 &&
    audience.kind === "exact" &&
    audience.values.length > 0 &&
    audience.values.every((value) => {
      const found = index.applicationOf(value, provider);
      return found?.tenant === entra.tenantId && found.application?.api?.requestedAccessTokenVersion === 2;
    })
  );
}

/**
 * Whether the provider lists no audience that a statement accepts, so that nobody gets in by it. Only for tokens of Entra: each
 * has one audience, and for STS and IAM it is `azp` where the token has that. A token of another issuer can have several. Nothing
 * follows from a list that is not known.
 *
 * Source: AWS, "AWS STS API Reference", AssumeRoleWithWebIdentity, `InvalidIdentityToken`; "IAM User Guide", "Available keys for
 * AWS OIDC federation".
 */
function isUnregistered(
  { provider, audience }: Pick<TrustGrant, "provider" | "audience">,
  account: string,
  index: EstateIndex,
): boolean {
  const clientIds = index.providerNamed(account, provider)?.clientIds;
  return (
    clientIds !== undefined &&
    index.has("aws", account, "oidc-providers") &&
    recognizeEntraIssuer(provider) !== undefined &&
    audience.values.length > 0 &&
    !audience.values.some((value) => clientIds.some((id) => mayAccept(value, audience.kind, id)))
  );
}

/** Whether a condition can accept a client ID. A pattern may be of an operator that ignores case, so case does not count there. */
function mayAccept(value: string, kind: TrustGrant["audience"]["kind"], clientId: string): boolean {
  const pattern = value.replace(/\$\{[^}]*\}/g, "*");
  return kind === "exact" && pattern === value && !/[*?]/.test(value) && !isGuid(value)
    ? value === clientId
    : matchesWildcards(pattern.toLowerCase(), clientId.toLowerCase());
}

/**
 * The findings but for violations of some statements.
 *
 * @param closed - The ways in by which nobody gets in.
 */
export function withoutClosed(
  findings: readonly TrustFinding[],
  closed: readonly Entry[],
): readonly TrustFinding[] {
  return closed.length === 0
    ? findings
    : findings.filter(
        ({ severity, statement, provider }) =>
          severity !== "violation" ||
          !closed.some((entry) => entry.statement === statement && entry.provider === provider),
      );
}
