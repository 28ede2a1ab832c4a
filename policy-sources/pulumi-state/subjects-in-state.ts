import { EntraCloud, entraIssuer, grouped, hasMark, isGuid, isObject, type KnownClaims } from "../../trust";
import type { StateResource } from "./read-state";

/** User-assigned managed identities, by their type tokens; azure-native's may name an API version. */
const MANAGED_IDENTITY =
  /^(?:azure-native(?:_\w+)?:managedidentity(?:\/v\w+)?|azure:authorization\/userAssignedIdentity):UserAssignedIdentity$/;

/** A subject, and the name of the resource that has it. */
export interface FoundSubject extends KnownClaims {
  readonly subject: string;
  readonly resource: string;
}

/**
 * The subjects that a stack's state has for the trust policies in it: the principal ID of a managed identity, if it is the
 * only one of its tenant. There is none if a resource has, or may have, a system-assigned identity: a role can be for that one.
 */
export function subjectsInState(state: readonly StateResource[]): readonly FoundSubject[] {
  if (state.some(({ inputs, outputs }) => [inputs.identity, outputs.identity].some(mayHaveOwnIdentity))) {
    return [];
  }
  const identities = state
    .filter(({ type, isSettled }) => isSettled && MANAGED_IDENTITY.test(type))
    .map(({ urn, outputs: { tenantId, principalId } }) => ({
      tenantId,
      principalId,
      resource: urn?.split("::").at(-1) ?? "a resource without a URN",
    }));
  // An identity that is not wholly known may be of any tenant.
  if (!identities.every((one) => isText(one.tenantId) && isText(one.principalId))) {
    return [];
  }
  const known = identities as { tenantId: string; principalId: string; resource: string }[];
  return [...grouped(known, ({ tenantId }) => tenantId.toLowerCase())].flatMap(
    ([tenantId, [identity, ...others]]) =>
      identity === undefined || others.length > 0
        ? []
        : claimsOf(tenantId, identity.principalId, identity.resource),
  );
}

/** The claims for each issuer that the tenant can have. */
function claimsOf(tenantId: string, subject: string, resource: string): FoundSubject[] {
  const names = Object.values(EntraCloud).flatMap((cloud) =>
    ([1, 2] as const).map((tokenVersion) => entraIssuer(tenantId, { cloud, tokenVersion }).providerName),
  );
  return [...new Set(names)].map((provider) => ({ provider, subject, resource }));
}

/** Whether Azure gives, or may give, a resource a system-assigned identity: a role can be for that one. */
export function mayHaveOwnIdentity(identity: unknown): boolean {
  if (Array.isArray(identity)) {
    return identity.some(mayHaveOwnIdentity);
  }
  if (!isObject(identity)) {
    return hasMark(identity);
  }
  const { type, principalId = "" } = identity;
  const isNamed = typeof type === "string" && (/system/i.test(type) || hasMark(type));
  return isNamed || (principalId !== "" && principalId !== null);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && isGuid(value);
}
