/** Matches a trust policy's subjects to identities in Entra, and finds deleted and disabled ones. */
import { isGuid, recognizeEntraIssuer, type TrustGrant } from "../../../trust";
import type { AuditableRole } from "../estate/estate";
import type { EstateIndex, KnownIdentity } from "./estate-index";

/** Why no token has a subject. */
export type DeadSubject = "subject" | "subject-disabled";

/** The identities that the exact subjects of a grant name, without those that their spelling keeps out. */
export function identitiesOfGrant(
  { subject }: TrustGrant,
  index: EstateIndex,
  ignoresCase: boolean,
): readonly KnownIdentity[] {
  return subject.kind === "exact"
    ? subject.values.flatMap((id) => index.identity(ignoresCase ? id.toLowerCase() : id) ?? [])
    : [];
}

/**
 * Why no token of Entra has a subject; `undefined` if one can have it. Only for tenants of which the input has all service
 * principals, and only for subjects that look like an object ID: the subject of a user's token does not.
 *
 * Source: Microsoft, "Access token claims reference", `sub`; "Microsoft Entra authentication and authorization error codes",
 * AADSTS7000112: a disabled application gets no token.
 */
export function deadSubject(
  id: string,
  provider: string,
  index: EstateIndex,
  ignoresCase: boolean,
): DeadSubject | undefined {
  const tenant = recognizeEntraIssuer(provider)?.tenantId;
  if (tenant === undefined || !isGuid(id) || !index.has("entra", tenant, "service-principals")) {
    return undefined;
  }
  const identity = index.identity(ignoresCase ? id.toLowerCase() : id);
  const home = identity?.servicePrincipal?.tenant.toLowerCase() ?? tenant;
  return identity === undefined || (home !== tenant && index.has("entra", home, "service-principals"))
    ? "subject"
    : identity.servicePrincipal?.accountEnabled === false
      ? "subject-disabled"
      : undefined;
}

/** Whether a statement compares a string regardless of its case, so that the spelling of its values says nothing. */
export function ignoresCase(role: AuditableRole, { statement }: Pick<TrustGrant, "statement">): boolean {
  // Most policies have no such operator, and then they need not be parsed again.
  if (!/IgnoreCase/i.test(role.trustPolicy)) {
    return false;
  }
  const policy = JSON.parse(role.trustPolicy) as { readonly Statement?: unknown };
  const statements: readonly unknown[] = [policy.Statement].flat();
  return /IgnoreCase/i.test(JSON.stringify(statements[statement] ?? ""));
}
