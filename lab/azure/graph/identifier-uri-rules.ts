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
 * The strictest limit that is known, so that nothing relies on a length that may fail.
 *
 * @evidence log An identifier URI has at most 232 characters. Source: Azure/azure-powershell #2633 (2016), where 233
 *   were refused; the page "Validation differences by supported account types" says 255, and the stricter is played.
 */
const MAXIMUM_LENGTH = 232;

/**
 * Hosts of Microsoft's own APIs.
 *
 * @evidence log URIs on hosts of Microsoft's APIs are reserved. Source: MicrosoftDocs/windows-dev-docs #2744
 *   (onestore.microsoft.com); that those of the lab's first-party APIs are too is inferred.
 */
const RESERVED_HOSTS: ReadonlySet<string> = new Set(
  ["https://onestore.microsoft.com", ...GRAPH_NAMES, ...ARM_NAMES].map(hostOf).filter((host) => host !== ""),
);

/**
 * Checks URIs that are being added; those that were there before keep working. The protections are
 * `uriAdditionWithoutUniqueTenantIdentifier` and `nonDefaultUriAddition`.
 *
 * @evidence inferred The form of a URI is checked before its host, and the host before the protections. Reason: no source
 *   has a URI that breaks several rules.
 * @throws GraphError for the first that cannot be.
 */
export function checkAddedIdentifierUris(uris: readonly string[], owner: IdentifierUriOwner): void {
  for (const uri of uris) {
    checkForm(uri);
    checkHost(uri, owner.verifiedDomains);
    if (owner.isProtected && !namesItsTenant(uri, owner)) {
      // @evidence documentation Under the default policy, a URI of an application with v1 tokens must contain the
      // tenant ID, the application ID, or a verified domain. Source: Microsoft Entra, "Identifier URI restrictions";
      // that Graph wraps the text in Request_BadRequest is inferred.
      throw GraphError.badRequest(
        `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
      );
    }
    if (owner.isRestricted === true && !isDefault(uri, owner)) {
      // @evidence documentation Under the stricter policy, a URI of an application with v1 tokens is `api://{appId}`
      // or `api://{tenantId}/{appId}`. Source: Microsoft Entra, "Identifier URI restrictions"; that Graph wraps the
      // text in Request_BadRequest is inferred.
      throw GraphError.badRequest(
        `The newly added URI ${uri} must comply with the format 'api://{appId}' or 'api://{tenantId}/{appId}' as per the default app management policy of your organization. If the requestedAccessTokenVersion is set to 2, this restriction may not apply. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
      );
    }
  }
}

/**
 * @evidence documentation Query strings and fragments are taken. Source: Microsoft Entra, "Validation differences by
 *   supported account types".
 */
function checkForm(uri: string): void {
  if (uri.length > MAXIMUM_LENGTH || !/^[a-z][a-z0-9+.-]*:(\/\/)?[^\s*]+$/i.test(uri)) {
    // @evidence log A URI without a scheme is refused. Source: hashicorp/terraform-provider-azuread #951, #1342;
    // wildcards are refused by "Validation differences by supported account types".
    throw GraphError.invalidProperty("identifierUris");
  }
  if (!isWellFormed(uri)) {
    // @evidence inferred A URI that breaks RFC 3986 is refused. Reason: Entra describes application IDs in the terms
    // of .NET, whose Uri.IsWellFormedUriString refuses each of these; the text is that of other malformed URIs.
    throw GraphError.invalidProperty("identifierUris");
  }
  if (uri.endsWith("/")) {
    // @evidence log A URI that ends with a slash is `IdentifierUrisEndsWithSlash`. Source:
    // microsoftgraph/msgraph-sdk-powershell #2113, hashicorp/terraform-provider-azuread #1728.
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
  if (RESERVED_HOSTS.has(host)) {
    // @evidence log A reserved URI is `IdentifierUriValueIsReserved`. Source: MicrosoftDocs/windows-dev-docs #2744.
    throw invalidAlias("IdentifierUriValueIsReserved", uri);
  }
  if (host !== "" && !isOnDomain(host, verifiedDomains)) {
    // @evidence log An `https` or `http` URI on a domain that is not verified is `HostNameNotOnVerifiedDomain`,
    // whatever the policy and the token version. Source: Azure/Industrial-IoT #1432.
    throw new GraphError(
      400,
      "HostNameNotOnVerifiedDomain",
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
  }
}

/**
 * @evidence log Some refusals call the URI an application alias. Source: MicrosoftDocs/windows-dev-docs #2744,
 *   microsoftgraph/msgraph-sdk-powershell #2113.
 */
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

/**
 * Whether an identifier URI has one of the forms that the default tenant policy lets in.
 *
 * @evidence documentation The policy allows these forms. Source: Microsoft Entra, "Identifier URI restrictions"; Microsoft
 *   Graph, "identifierUriConfiguration resource type".
 */
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
