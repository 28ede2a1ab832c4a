/** What an application ID URI may look like. */
import { ARM_NAMES, GRAPH_NAMES } from "../entra/first-party-apis";
import { GraphError } from "./graph-error";

/** Whose URI is judged. */
export interface IdentifierUriOwner {
  readonly tenantId: string;
  /** Undefined while the application is being created: a client cannot know it yet. */
  readonly appId: string | undefined;
  readonly verifiedDomains: readonly string[];
  /** Whether the tenant has the protection on and the application's tokens are of the first version. */
  readonly isProtected: boolean;
  /** Whether the tenant has the stricter protection on, for tokens of the first version too. Default is false. */
  readonly isRestricted?: boolean;
}

/**
 * Documentation says 255 ("Validation differences by supported account types"); one report says that 233 were refused
 * (Azure/azure-powershell #2633, 2016). The stricter is played, so that nothing relies on a length that may fail.
 */
const MAXIMUM_LENGTH = 232;

/**
 * Hosts of Microsoft's own APIs. Reported (MicrosoftDocs/windows-dev-docs #2744): a URI on onestore.microsoft.com is
 * reserved. That those of the lab's first-party APIs are too is inferred.
 */
const RESERVED_HOSTS: ReadonlySet<string> = new Set(
  ["https://onestore.microsoft.com", ...GRAPH_NAMES, ...ARM_NAMES].map(hostOf).filter((host) => host !== ""),
);

/**
 * Checks URIs that are being added; those that were there before keep working.
 *
 * The protections are `uriAdditionWithoutUniqueTenantIdentifier` and `nonDefaultUriAddition` (documentation: Microsoft
 * Entra, "Identifier URI restrictions"; Graph resource type `identifierUriConfiguration`). Their texts are documented;
 * that Graph wraps them in Request_BadRequest, and the order of the checks, are inferred.
 *
 * @throws GraphError for the first that cannot be.
 */
export function checkAddedIdentifierUris(uris: readonly string[], owner: IdentifierUriOwner): void {
  for (const uri of uris) {
    checkForm(uri);
    checkHost(uri, owner.verifiedDomains);
    if (owner.isProtected && !namesItsTenant(uri, owner)) {
      throw GraphError.badRequest(
        `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
      );
    }
    if (owner.isRestricted === true && !isDefault(uri, owner)) {
      throw GraphError.badRequest(
        `The newly added URI ${uri} must comply with the format 'api://{appId}' or 'api://{tenantId}/{appId}' as per the default app management policy of your organization. If the requestedAccessTokenVersion is set to 2, this restriction may not apply. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
      );
    }
  }
}

/**
 * That a URI without a scheme is refused is reported (terraform-provider-azuread #951, #1342), that wildcards are is
 * documented. Query strings and fragments are taken ("Validation differences by supported account types").
 */
function checkForm(uri: string): void {
  if (uri.length > MAXIMUM_LENGTH || !/^[a-z][a-z0-9+.-]*:(\/\/)?[^\s*]+$/i.test(uri)) {
    throw GraphError.invalidProperty("identifierUris");
  }
  // That Graph refuses what RFC 3986 does not allow is inferred: of .NET, in whose terms Entra describes application IDs,
  // Uri.IsWellFormedUriString refuses each of these. The text is that of other malformed URIs.
  if (!isWellFormed(uri)) {
    throw GraphError.invalidProperty("identifierUris");
  }
  // Text and code are reported (msgraph-sdk-powershell #2113, terraform-provider-azuread #1728).
  if (uri.endsWith("/")) {
    throw invalidAlias("IdentifierUrisEndsWithSlash", uri);
  }
}

/** Whether host labels, port, and characters are those of RFC 3986. */
function isWellFormed(uri: string): boolean {
  const [, authority, behind = ""] = /^[^:]+:(?:\/\/([^/?#]*))?(.*)$/.exec(uri) ?? [];
  if (authority !== undefined) {
    const [, host = "", port] = /^([^:]*)(?::(.*))?$/.exec(authority) ?? [];
    if (!/^\w([\w-]*\w)?(\.\w([\w-]*\w)?)*$/.test(host)) {
      return false;
    }
    if (port !== undefined && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
      return false;
    }
  }
  return /^(?:[\w.~!$&'()+,;=:@/?-]|%[0-9a-f]{2})*(?:#(?:[\w.~!$&'()+,;=:@/?-]|%[0-9a-f]{2})*)?$/i.test(
    behind,
  );
}

function checkHost(uri: string, verifiedDomains: readonly string[]): void {
  const host = hostOf(uri);
  // Text and code are reported (MicrosoftDocs/windows-dev-docs #2744).
  if (RESERVED_HOSTS.has(host)) {
    throw invalidAlias("IdentifierUriValueIsReserved", uri);
  }
  // Whatever the policy and the token version. Text and code are logged (Azure/Industrial-IoT #1432), of `http` too.
  if (host !== "" && !isOnDomain(host, verifiedDomains)) {
    throw new GraphError(
      400,
      "HostNameNotOnVerifiedDomain",
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
  }
}

function invalidAlias(code: string, uri: string): GraphError {
  return new GraphError(400, code, `Application alias '${uri}' value is invalid.`);
}

/** The host of a web address; empty for any other URI. */
function hostOf(uri: string): string {
  return /^https?:\/\/([^/:?#]+)/i.exec(uri)?.[1]?.toLowerCase() ?? "";
}

function isOnDomain(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`));
}

/** Whether an identifier URI has one of the forms that the default tenant policy lets in. */
function namesItsTenant(uri: string, owner: IdentifierUriOwner): boolean {
  const [, scheme = "", authority = "", path = ""] =
    /^([^:]+):\/\/([^/]+)(?:\/(.*))?$/.exec(uri.toLowerCase()) ?? [];
  const { tenantId, appId } = owner;
  const last = path.split("/").at(-1);
  return (
    (scheme === "api" && (authority === appId || (authority === tenantId && path !== ""))) ||
    (authority !== "" && path !== "" && (last === tenantId || last === appId)) ||
    (["https", "http", "api"].includes(scheme) && isOnDomain(authority, owner.verifiedDomains))
  );
}

function isDefault(uri: string, { tenantId, appId }: IdentifierUriOwner): boolean {
  return appId !== undefined && [`api://${appId}`, `api://${tenantId}/${appId}`].includes(uri.toLowerCase());
}
