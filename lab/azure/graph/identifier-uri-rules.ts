/** What an application ID URI may look like. */
import { GraphError } from "./graph-error";

/** Whose URI is judged. */
export interface IdentifierUriOwner {
  readonly tenantId: string;
  /** Undefined while the application is being created: a client cannot know it yet. */
  readonly appId: string | undefined;
  readonly verifiedDomains: readonly string[];
  /** Whether the tenant has the protection on and the application's tokens are of the first version. */
  readonly isProtected: boolean;
}

const MAXIMUM_LENGTH = 255;

/**
 * Checks URIs that are being added; those that were there before keep working.
 *
 * The protection is `uriAdditionWithoutUniqueTenantIdentifier` (Microsoft Entra, "Identifier URI restrictions"; Graph
 * resource type `identifierUriConfiguration`). Its text is documented; that Graph wraps it in Request_BadRequest, and
 * the texts of the other refusals, are inferred.
 *
 * @throws GraphError for the first that cannot be.
 */
export function checkAddedIdentifierUris(uris: readonly string[], owner: IdentifierUriOwner): void {
  for (const uri of uris) {
    if (
      uri.length > MAXIMUM_LENGTH ||
      uri.endsWith("/") ||
      !/^[a-z][a-z0-9+.-]*:(\/\/)?[^\s?#*]+$/i.test(uri)
    ) {
      throw GraphError.invalidProperty("identifierUris");
    }
    if (owner.isProtected && !namesItsTenant(uri, owner)) {
      throw GraphError.badRequest(
        `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
      );
    }
  }
}

/** Whether an identifier URI has one of the forms that the default tenant policy lets in. */
function namesItsTenant(uri: string, owner: IdentifierUriOwner): boolean {
  const [, scheme = "", authority = "", path = ""] =
    /^([^:]+):\/\/([^/]+)(?:\/(.*))?$/.exec(uri.toLowerCase()) ?? [];
  const { tenantId, appId } = owner;
  const segments = path.split("/");
  const last = segments.at(-1);
  const isVerified = owner.verifiedDomains.some(
    (domain) => authority === domain.toLowerCase() || authority.endsWith(`.${domain.toLowerCase()}`),
  );
  return (
    (scheme === "api" && (authority === appId || (authority === tenantId && path !== ""))) ||
    (authority !== "" && path !== "" && (last === tenantId || last === appId)) ||
    ((scheme === "https" || scheme === "api") && isVerified)
  );
}
