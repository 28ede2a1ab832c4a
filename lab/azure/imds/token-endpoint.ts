/** Tokens of a virtual machine's managed identities. */
import { type Clock, epochSeconds } from "../../clock";
import { EntraError } from "../entra/entra-error";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { sameId } from "../resources/resource-id";
import { ImdsError } from "./imds-error";
import { demandVersion, type ImdsQuery } from "./imds-request";

/** The oldest version that gives tokens. */
const OLDEST = "2018-02-01";

/**
 * Answers `GET /metadata/identity/oauth2/token`: members in the order of real answers, every value a text.
 *
 * @throws ImdsError
 */
export async function answerToken(
  query: ImdsQuery,
  identities: readonly AttachedIdentity[],
  tenant: EntraTenant,
  clock: Clock,
): Promise<Record<string, string>> {
  demandVersion(query, OLDEST);
  const resource = query.get("resource") ?? "";
  if (resource === "") {
    throw ImdsError.of("invalid_request", "Required query variable 'resource' is missing");
  }
  const { clientId, principalId } = select(query, identities);
  const principal = tenant.directory.servicePrincipal(principalId);
  if (principal === undefined) {
    throw ImdsError.of("invalid_request", "Identity not found");
  }
  const token = await tenant.issueForManagedIdentity(principal, resource).catch((cause: unknown) => {
    // How the service wraps a refusal of Entra is documented for AADSTS500011 only; the others are taken to be alike.
    throw cause instanceof EntraError ? ImdsError.of(cause.error, cause.description) : cause;
  });
  const expiresIn = token.expiresOn - epochSeconds(clock);
  return {
    access_token: token.accessToken,
    client_id: clientId,
    expires_in: String(expiresIn),
    expires_on: String(token.expiresOn),
    ext_expires_in: String(expiresIn - 1),
    not_before: String(token.notBefore),
    resource: token.resource,
    token_type: "Bearer",
  };
}

/** The identity that the query names; without one, the system's own, else the only one there is. */
function select(query: ImdsQuery, identities: readonly AttachedIdentity[]): AttachedIdentity {
  const [clientId, objectId, resourceId] = ["client_id", "object_id", "msi_res_id"].map((name) =>
    query.get(name),
  );
  const hasSelector = clientId !== undefined || objectId !== undefined || resourceId !== undefined;
  const matching = identities.filter(
    (identity) =>
      (clientId === undefined || sameId(clientId, identity.clientId)) &&
      (objectId === undefined || sameId(objectId, identity.principalId)) &&
      (resourceId === undefined || sameId(resourceId, identity.resourceId)),
  );
  const system = hasSelector ? undefined : identities.find(({ kind }) => kind === "SystemAssigned");
  const [first, second] = matching;
  if (first === undefined) {
    throw ImdsError.of("invalid_request", "Identity not found");
  }
  if (system === undefined && second !== undefined) {
    throw ImdsError.of(
      "invalid_request",
      "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
    );
  }
  return system ?? first;
}
