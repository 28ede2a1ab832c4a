import { EntraCloud, entraIssuer, grouped, isGuid, type KnownClaims } from "../../trust";
import type { StateResource } from "./read-state";

/** User-assigned managed identities, by their type tokens; azure-native's may name an API version. */
const MANAGED_IDENTITY =
  /^(?:azure-native(?:_\w+)?:managedidentity(?:\/v\w+)?|azure:authorization\/userAssignedIdentity):UserAssignedIdentity$/;

/**
 * The subjects that a stack's state has for the trust policies in it: the principal ID of a managed identity, if it is the
 * only one of its tenant.
 */
export function subjectsInState(state: readonly StateResource[]): readonly KnownClaims[] {
  const identities = state
    .filter(({ type, isSettled }) => isSettled && MANAGED_IDENTITY.test(type))
    .map(({ outputs: { tenantId, principalId } }) => ({ tenantId, principalId }));
  // An identity that is not wholly known may be of any tenant.
  if (!identities.every((one) => isText(one.tenantId) && isText(one.principalId))) {
    return [];
  }
  const known = identities as { tenantId: string; principalId: string }[];
  return [...grouped(known, ({ tenantId }) => tenantId.toLowerCase())].flatMap(
    ([tenantId, [identity, ...others]]) =>
      identity === undefined || others.length > 0 ? [] : claimsOf(tenantId, identity.principalId),
  );
}

/** The claims for each issuer that the tenant can have. */
function claimsOf(tenantId: string, subject: string): KnownClaims[] {
  const names = Object.values(EntraCloud).flatMap((cloud) =>
    ([1, 2] as const).map((tokenVersion) => entraIssuer(tenantId, { cloud, tokenVersion }).providerName),
  );
  return [...new Set(names)].map((provider) => ({ provider, subject }));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && isGuid(value);
}
