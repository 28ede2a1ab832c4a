/** Tokens of an app's managed identities. */
import { EntraError } from "../entra/entra-error";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { sameId } from "../resources/resource-id";
import { IdentityEndpointError } from "./identity-endpoint-error";

const API_VERSION = "2019-08-01";

/** By which an app names a user-assigned identity; `object_id` is another name of `principal_id`. */
const SELECTORS: Readonly<Record<string, keyof AttachedIdentity>> = {
  client_id: "clientId",
  principal_id: "principalId",
  object_id: "principalId",
  mi_res_id: "resourceId",
};

/**
 * Answers a request for a token: without `expires_in`, unlike the metadata service of a VM.
 *
 * @throws IdentityEndpointError. The texts for an identity that is not there are captured ones; those for a request
 *   that is not well formed are not documented, and the lab's.
 */
export async function answerAppToken(
  query: URLSearchParams,
  identities: readonly AttachedIdentity[],
  tenant: EntraTenant,
): Promise<Record<string, string>> {
  if (query.get("api-version") !== API_VERSION) {
    throw new IdentityEndpointError(
      400,
      `The lab knows the api-version ${API_VERSION}, not ${query.get("api-version") ?? "none"}.`,
    );
  }
  const resource = query.get("resource") ?? "";
  if (resource === "") {
    throw new IdentityEndpointError(400, "The parameter 'resource' is missing.");
  }
  const { clientId, principalId } = select(query, identities);
  const principal = tenant.directory.servicePrincipal(principalId);
  if (principal === undefined) {
    throw notFound();
  }
  const token = await tenant.issueForManagedIdentity(principal, resource).catch((cause: unknown) => {
    throw cause instanceof EntraError ? IdentityEndpointError.ofEntra(cause) : cause;
  });
  return {
    access_token: token.accessToken,
    expires_on: String(token.expiresOn),
    resource: token.resource,
    token_type: "Bearer",
    client_id: clientId,
  };
}

/** The identity that the query names. Without one it is the app's own, even where one user-assigned is the only one. */
function select(query: URLSearchParams, identities: readonly AttachedIdentity[]): AttachedIdentity {
  const given = Object.entries(SELECTORS).filter(([name]) => query.has(name));
  const [first, second] = given;
  if (second !== undefined) {
    throw new IdentityEndpointError(
      400,
      `The parameters ${given.map(([name]) => name).join(" and ")} exclude each other.`,
    );
  }
  if (first === undefined) {
    const own = identities.find(({ kind }) => kind === "SystemAssigned");
    if (own === undefined) {
      throw new IdentityEndpointError(400, "Unable to load the proper Managed Identity.");
    }
    return own;
  }
  const [name, member] = first;
  const named = identities.find(
    (identity) => identity.kind === "UserAssigned" && sameId(identity[member], query.get(name) ?? ""),
  );
  if (named === undefined) {
    throw notFound();
  }
  return named;
}

function notFound(): IdentityEndpointError {
  return new IdentityEndpointError(
    400,
    "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
  );
}
