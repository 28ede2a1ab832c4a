/** Tokens of a virtual machine's managed identities. */
import { type Clock, epochSeconds } from "../../clock";
import { EntraError } from "../entra/entra-error";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { sameId } from "../resources/resource-id";
import { ImdsError } from "./imds-error";
import { demandVersion, type ImdsQuery } from "./imds-request";

/**
 * The oldest version that gives tokens.
 *
 * @evidence documentation Tokens need version 2018-02-01 or later. Source: Microsoft Entra, "How to use managed
 *   identities on an Azure VM to acquire an access token".
 */
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
    // @evidence report A request without `resource` is 400 `invalid_request`. Source: a capture in public logs.
    throw ImdsError.of("invalid_request", "Required query variable 'resource' is missing");
  }
  const { clientId, principalId } = select(query, identities);
  const principal = tenant.directory.servicePrincipal(principalId);
  if (principal === undefined) {
    // @evidence inferred An identity whose service principal is gone is not found. Reason: the text is that for an
    // identity that is not attached.
    throw ImdsError.of("invalid_request", "Identity not found");
  }
  const token = await tenant.issueForManagedIdentity(principal, resource).catch((cause: unknown) => {
    // @evidence log A refusal of Entra is handed on with its `error` and description. Source:
    // AzureAD/microsoft-authentication-library-for-dotnet #3979 (AADSTS500011); that the others are alike is
    // inferred.
    throw cause instanceof EntraError ? ImdsError.of(cause.error, cause.description) : cause;
  });
  // @evidence report The answer has `access_token`, `client_id`, `expires_in`, `expires_on`, `ext_expires_in`,
  // `not_before`, `resource`, and `token_type` in this order, every value a string. Source: captures of real machines in
  // public logs.
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
    // @evidence log An identity that is not attached is `Identity not found`. Source: MicrosoftDocs/azure-docs
    // #21322, Azure/azure-sdk-for-net #37278.
    throw ImdsError.of("invalid_request", "Identity not found");
  }
  if (system === undefined && second !== undefined) {
    // @evidence report Several identities without a selector are refused. Source: a captured answer in
    // acs-keyvault-agent #43.
    throw ImdsError.of(
      "invalid_request",
      "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
    );
  }
  // @evidence documentation Without a selector, the system's own identity is chosen, else the only one there is.
  // Source: Microsoft Entra, "Managed identities for Azure resources frequently asked questions".
  return system ?? first;
}
