/** Tokens of an app's managed identities. */
import { withCode } from "../../../messages";
import { LAB } from "../../../messages/lab";
import { EntraError } from "../entra/entra-error";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { sameId } from "../resources/resource-id";
import { IdentityEndpointError } from "./identity-endpoint-error";

const API_VERSION = "2019-08-01";

/**
 * By which an app names a user-assigned identity; `object_id` is another name of `principal_id`.
 *
 * @evidence documentation A user-assigned identity is named by one of four parameters. Source: "How to use managed
 *   identities for App Service and Azure Functions", REST endpoint reference.
 */
const SELECTORS: Readonly<Record<string, Exclude<keyof AttachedIdentity, "assignment">>> = {
  client_id: "clientId",
  principal_id: "principalId",
  object_id: "principalId",
  mi_res_id: "resourceId",
};

/**
 * Answers a request for a token: without `expires_in`, unlike the metadata service of a VM.
 *
 * @throws IdentityEndpointError
 */
export async function answerAppToken(
  query: URLSearchParams,
  identities: readonly AttachedIdentity[],
  tenant: EntraTenant,
): Promise<Record<string, string>> {
  if (query.get("api-version") !== API_VERSION) {
    // @evidence inferred Another version of the protocol is refused. Reason: the lab knows one version; the text is
    // the lab's.
    throw new IdentityEndpointError(
      400,
      withCode(
        LAB.say(
          "lab-unsupported",
          `the api-version ${query.get("api-version") ?? "none"}`,
          `Expected ${API_VERSION}`,
        ),
      ),
    );
  }
  const resource = query.get("resource") ?? "";
  if (resource === "") {
    // @evidence inferred A request without `resource` is refused. Reason: the page requires it; the text is the
    // lab's.
    throw new IdentityEndpointError(400, "The parameter 'resource' is missing.");
  }
  const { clientId, principalId } = select(query, identities);
  const principal = tenant.directory.servicePrincipal(principalId);
  if (principal === undefined) {
    // @evidence inferred An identity whose service principal is gone is not found. Reason: the text is that for an
    // identity that is not assigned.
    throw notFound();
  }
  const token = await tenant.issueForManagedIdentity(principal, resource).catch((cause: unknown) => {
    // @evidence report A refusal of Entra is handed on. Source: a captured answer for AADSTS500011; that others look
    // alike is inferred.
    throw cause instanceof EntraError ? IdentityEndpointError.ofEntra(cause) : cause;
  });
  // @evidence documentation The answer has `access_token`, `expires_on`, `resource`, `token_type`, and `client_id`, and no
  // `expires_in`, unlike that of a virtual machine. Source: "How to use managed identities for App Service and Azure
  // Functions", REST endpoint reference.
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
    // @evidence documentation The parameters that name an identity exclude each other. Source: "How to use managed
    // identities for App Service and Azure Functions", REST endpoint reference; the text is the lab's.
    throw new IdentityEndpointError(
      400,
      `The parameters ${given.map(([name]) => name).join(" and ")} exclude each other.`,
    );
  }
  if (first === undefined) {
    const own = identities.find(({ kind }) => kind === "SystemAssigned");
    if (own === undefined) {
      // @evidence report Without a parameter and without an identity of the app itself, the proper identity cannot be
      // loaded. Source: answers quoted in public logs of App Service and Container Apps.
      throw new IdentityEndpointError(400, "Unable to load the proper Managed Identity.");
    }
    return own;
  }
  const [name, member] = first;
  const named = identities.find(
    (identity) => identity.kind === "UserAssigned" && sameId(identity[member], query.get(name) ?? ""),
  );
  if (named === undefined) {
    // @evidence log An identity that is not assigned is not found. Source: Azure-Samples/azure-search-openai-demo
    // #2148.
    throw notFound();
  }
  return named;
}

/** @evidence log The text names no identity that is missing. Source: Azure-Samples/azure-search-openai-demo #2148. */
function notFound(): IdentityEndpointError {
  return new IdentityEndpointError(
    400,
    "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
  );
}
