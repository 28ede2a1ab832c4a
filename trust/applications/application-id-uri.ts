/**
 * The default audience of a federation: `api://<tenant ID>/<name>`. It is known before anything exists, and Entra's default tenant policy allows it as an application ID URI.
 *
 * Source: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications".
 *
 * @param name - Unique among the tenant's applications.
 */
export function defaultAudience(tenantId: string, name: string): string {
  return `api://${tenantId.toLowerCase()}/${name}`;
}

/** The schemes of application ID URIs. Source: the Entra admin center, "Edit application ID URI", which refuses others. */
const SCHEMES = "https, http, api, urn or ms-appx";

/**
 * Reports why a string cannot be an application ID URI in Entra, in addition to `audienceProblems`: it must be a
 * well-formed URI with a known scheme. The length limit is the same: 255 characters for applications of one tenant.
 *
 * Sources: Microsoft, "Validation differences by supported account types" (length, query strings and fragments); RFC 3986
 * (host, port and characters).
 *
 * @returns One sentence per problem, each of which continues "the audience"; none if it can work.
 */
export function applicationIdUriProblems(audience: string): string[] {
  const [, scheme = "", rest = ""] = /^([a-z-]+):(.*)$/i.exec(audience) ?? [];
  const known = /^(?:https?|api|ms-appx)$/i.test(scheme);
  if (!known && scheme.toLowerCase() !== "urn") {
    return [
      `must be a URI that begins with ${SCHEMES}, such as "api://<tenantId>/${audience.replace(/[^\w.-]/g, "") || "name"}"`,
    ];
  }
  // Of a URN Entra takes both urn:<namespace>:<name> and the form with slashes.
  const isWhole = known
    ? /^\/\/[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::\d{1,5})?(?:[/?#]|$)/i.test(rest)
    : /^(?:[a-z0-9][a-z0-9-]{0,31}:[^:/]|\/\/[^/])/i.test(rest);
  if (!isWhole) {
    return [known ? `must have a name after ${scheme}://` : "must be urn:<namespace>:<name> or urn://<name>"];
  }
  return illFormed(scheme, rest);
}

/** One sentence per part of a URI, behind the scheme, that RFC 3986 does not allow there. */
function illFormed(scheme: string, rest: string): string[] {
  const problems: string[] = [];
  const [, host, port] = /^\/\/([^/:?#]*)(?::(\d+))?/.exec(rest) ?? [];
  const longest = /^https?$/i.test(scheme) ? LONGEST_LABEL : Infinity;
  if (host?.split(".").some((label) => !isHostLabel(label) || label.length > longest) === true) {
    problems.push(
      `must have a host whose labels have 1 to ${LONGEST_LABEL} letters, digits or hyphens, with no hyphen at either end; got ${JSON.stringify(host)}`,
    );
  }
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) {
    problems.push(`must have a port from 1 to 65535; got ${port}`);
  }
  const [wrong] = /%(?![0-9a-f]{2})|[^\w.~!$&'()+,;=:@/?#%-]/i.exec(rest) ?? [];
  if (wrong !== undefined) {
    const got = `must not contain ${JSON.stringify(wrong)}`;
    problems.push(
      wrong === "%" ? `${got} without two hexadecimal digits after it` : `${got}: write it as a % escape`,
    );
  }
  if ((rest.match(/#/g)?.length ?? 0) > 1) {
    problems.push('must not contain "#" more than once');
  }
  return problems;
}

/** The longest label of a host name in characters. Source: RFC 1035, section 2.3.4. */
const LONGEST_LABEL = 63;

/** Whether a host may have a label. Underscores are none of DNS's, but names of `api` URIs have them. */
function isHostLabel(label: string): boolean {
  return /^\w(?:[\w-]*\w)?$/.test(label);
}

/**
 * The host of an audience that Entra accepts only if the tenant has verified its domain, whatever its policy. `undefined`
 * for an audience without one. Source: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications", and
 * Azure/Industrial-IoT#1432 (`HostNameNotOnVerifiedDomain`).
 */
export function hostToVerify(audience: string): string | undefined {
  return /^https?:\/\/([^/:?#]+)/i.exec(audience)?.[1]?.toLowerCase();
}

/** Whether a host is one of the verified domains or below one. */
export function isOnVerifiedDomain(host: string, verified: readonly string[]): boolean {
  return verified
    .map((domain) => domain.toLowerCase())
    .some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** The owner of an application ID URI. */
export interface AudienceOwner {
  readonly tenantId: string;
  /** The application (client) ID, if the application already exists. */
  readonly applicationClientId?: string;
}

/** How Entra's default tenant policy judges a new application ID URI. */
export type AudiencePolicyVerdict = "allowed" | "allowed-for-verified-domain" | "refused";

/**
 * Judges a new application ID URI as the default tenant policy does (`uriAdditionWithoutUniqueTenantIdentifier`). The URI
 * must contain the tenant, the application, or a verified domain; only the tenant knows which domains are verified. The
 * policy ignores existing URIs, and applications with v2 tokens.
 *
 * Sources: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications", and Microsoft Graph,
 * "identifierUriConfiguration resource type".
 */
export function judgeNewAudience(audience: string, owner: AudienceOwner): AudiencePolicyVerdict {
  const [, scheme = "", host = "", path = ""] =
    /^([^:]+):\/\/([^/]+)(?:\/(.*))?$/.exec(audience.toLowerCase()) ?? [];
  const tenantId = owner.tenantId.toLowerCase();
  const clientId = owner.applicationClientId?.toLowerCase();
  const last = path.split("/").at(-1);
  if (scheme === "api" && (host === clientId || (host === tenantId && path !== ""))) {
    return "allowed";
  }
  if (last === tenantId || last === clientId) {
    return "allowed";
  }
  return /^[^.:@]+(\.[^.:@]+)+$/.test(host) && (scheme === "https" || scheme === "api")
    ? "allowed-for-verified-domain"
    : "refused";
}
