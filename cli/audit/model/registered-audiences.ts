import {
  isGuid,
  matchesWildcards,
  recognizeEntraIssuer,
  type TrustFinding,
  type TrustGrant,
} from "../../../trust";
import type { Entry } from "../audit-report";
import type { EstateIndex } from "./estate-index";

/**
 * Whether the provider lists no audience that a statement accepts, so that nobody gets in by it. Only for tokens of Entra: each
 * has one audience, and for STS and IAM it is `azp` where the token has that. A token of another issuer can have several. Nothing
 * follows from a list that is not known.
 *
 * Source: AWS, "AWS STS API Reference", AssumeRoleWithWebIdentity, `InvalidIdentityToken`; "IAM User Guide", "Available keys for
 * AWS OIDC federation".
 */
export function isUnregistered(
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
 * @param shut - The ways in by which nobody gets in, because the provider does not list the audience.
 */
export function withoutUnregistered(
  findings: readonly TrustFinding[],
  shut: readonly Entry[],
): readonly TrustFinding[] {
  return shut.length === 0
    ? findings
    : findings.filter(
        ({ severity, statement, provider }) =>
          severity !== "violation" ||
          !shut.some((entry) => entry.statement === statement && entry.provider === provider),
      );
}
