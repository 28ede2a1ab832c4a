import { isGuid } from "../kernel/guid";
import type { EntraCloud } from "./entra-cloud";

/** Version of the access tokens: `requestedAccessTokenVersion` of the application that they are for. */
export type EntraTokenVersion = 1 | 2;

/**
 * The hosts of each cloud's issuers, by token version.
 *
 * Sources: Microsoft, "Access tokens in the Microsoft identity platform" and "National clouds"; for the v1 issuers of
 * the national clouds the `issuer` member of their discovery documents. Azure Government signs v1 tokens under the
 * public cloud's `sts.windows.net`.
 */
const HOSTS: Readonly<Record<EntraCloud, Readonly<Record<EntraTokenVersion, string>>>> = {
  public: { 1: "sts.windows.net", 2: "login.microsoftonline.com" },
  usgovernment: { 1: "sts.windows.net", 2: "login.microsoftonline.us" },
  china: { 1: "sts.chinacloudapi.cn", 2: "login.partner.microsoftonline.cn" },
};

/** A v1 issuer ends with a slash, a v2 issuer does not. */
function providerNameOf(host: string, tenantId: string, tokenVersion: EntraTokenVersion): string {
  return `${host}/${tenantId}${tokenVersion === 2 ? "/v2.0" : "/"}`;
}

/** Options of {@link entraIssuer}. */
export interface EntraIssuerOptions {
  /** The version of the tokens. Default: 1, like Entra's own default. */
  readonly tokenVersion?: EntraTokenVersion;
  /** The cloud of the tenant. Default: `"public"`. */
  readonly cloud?: EntraCloud;
}

/** An Entra tenant as AWS sees it: an OpenID Connect issuer and the condition keys that its tokens fill. */
export interface EntraIssuer {
  /** Tenant ID, lower case, as in the tokens. */
  readonly tenantId: string;
  /** Version of the tokens that this issuer signs. */
  readonly tokenVersion: EntraTokenVersion;
  /** Cloud of the tenant. */
  readonly cloud: EntraCloud;
  /** The tokens' `iss`, character by character: the URL of the IAM OpenID Connect provider. A v1 URL ends with a slash. */
  readonly url: string;
  /** The URL without `https://`: the end of the provider's ARN and the beginning of its condition keys. */
  readonly providerName: string;
  /** IAM condition key for the audience, e.g. `sts.windows.net/<tenant ID>/:aud`. */
  readonly audienceKey: string;
  /** IAM condition key for the subject, e.g. `sts.windows.net/<tenant ID>/:sub`. */
  readonly subjectKey: string;
}

/**
 * Describes the issuer of an Entra tenant's access tokens.
 *
 * @param tenantId - The tenant's GUID, not a domain name: tokens carry the GUID.
 * @throws {TypeError} If `tenantId` is not a GUID.
 */
export function entraIssuer(tenantId: string, options: EntraIssuerOptions = {}): EntraIssuer {
  if (!isGuid(tenantId)) {
    throw new TypeError(
      `The tenant ID must be a GUID such as 8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f, but is ${JSON.stringify(tenantId)}.`,
    );
  }
  const { tokenVersion = 1, cloud = "public" } = options;
  const tenant = tenantId.toLowerCase();
  const providerName = providerNameOf(HOSTS[cloud][tokenVersion], tenant, tokenVersion);
  return {
    tenantId: tenant,
    tokenVersion,
    cloud,
    url: `https://${providerName}`,
    providerName,
    audienceKey: `${providerName}:aud`,
    subjectKey: `${providerName}:sub`,
  };
}

const GUID_LENGTH = 36;

/** The Entra issuer that a provider's name refers to. */
export interface RecognizedEntraIssuer {
  /** Tenant ID, lower case. */
  readonly tenantId: string;
  /** Version of the tokens that this issuer signs. */
  readonly tokenVersion: EntraTokenVersion;
  /** The correct provider name: with a slash at the end for v1, without one for v2. */
  readonly providerName: string;
}

/**
 * Hosts of the sovereign clouds in France, Germany and Singapore. Their v1 issuers are not published. The v2 issuers are
 * inferred from the hosts, which are in MSAL.NET's KnownMetadataProvider.
 */
const SOVEREIGN_HOSTS = [
  "login.sovcloud-identity.fr",
  "login.sovcloud-identity.de",
  "login.sovcloud-identity.sg",
];

/** Host names of all clouds' issuers, and the token version that each stands for. */
const versionByHost = new Map<string, EntraTokenVersion>([
  ...Object.values(HOSTS).flatMap((hosts) =>
    ([1, 2] as const).map((version) => [hosts[version], version] as const),
  ),
  ...SOVEREIGN_HOSTS.map((host) => [host, 2] as const),
]);

/**
 * Hosts at which Entra gives out tokens under another name than the `iss` of these tokens, and the cloud of each.
 *
 * Source: MSAL.NET, KnownMetadataProvider: the aliases of each cloud (source code).
 */
const ALIASES: ReadonlyMap<string, EntraCloud> = new Map<string, EntraCloud>([
  ["login.windows.net", "public"],
  ["login.microsoft.com", "public"],
  ["login-us.microsoftonline.com", "public"],
  ["login.usgovcloudapi.net", "usgovernment"],
  ["login.chinacloudapi.cn", "china"],
]);

/** Whether a host, in lower case, is that of Entra's issuers in one of the clouds, or another name of it. */
export function isEntraHost(host: string): boolean {
  return versionByHost.has(host) || ALIASES.has(host);
}

/** A provider's name in lower case, without what no issuer has: the port of HTTPS, and slashes in a row. */
function folded(providerName: string): string {
  return providerName
    .toLowerCase()
    .replace(/^([^/:]+):443(?=\/)/, "$1")
    .replace(/\/{2,}/g, "/");
}

/** The host and the version of the issuer that a host and the rest of a name stand for. */
function issuingHost(host: string, rest: string): [host: string, version: EntraTokenVersion] | undefined {
  const cloud = ALIASES.get(host);
  if (cloud === undefined) {
    const version = versionByHost.get(host);
    return version === undefined ? undefined : [host, version];
  }
  const version = /\/v2\.0\b/.test(rest) ? 2 : 1;
  return [HOSTS[cloud][version], version];
}

/** The tenant of personal Microsoft accounts: `consumers` in addresses, but not in tokens. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** What can follow the tenant in a name: segments of a path. What a template leaves open is none. */
const END = /^(?:\/[\w.-]*)*$/;

/** The issuer's host that a provider's name stands for, and the version of its tokens. Only for hosts of Entra's. */
export function entraHostOf(providerName: string): { host: string; tokenVersion: EntraTokenVersion } {
  const name = folded(providerName);
  const [written = ""] = name.split("/");
  const [host, tokenVersion] = issuingHost(written, name.slice(written.length)) ?? [written, 2];
  return { host, tokenVersion };
}

/**
 * Recognizes an Entra issuer, of any cloud, in the name of an OpenID Connect provider. It ignores case and a wrong end, such
 * as a missing slash or `/v2.0` behind a v1 issuer, a port, and another host of the same cloud, so that a finding can show the
 * correct name.
 *
 * @returns `undefined` if the provider is not Entra's or does not name a single tenant.
 */
export function recognizeEntraIssuer(providerName: string): RecognizedEntraIssuer | undefined {
  const name = folded(providerName);
  const tenantAt = name.indexOf("/") + 1;
  const issuing = issuingHost(name.slice(0, tenantAt - 1), name.slice(tenantAt));
  if (issuing === undefined) {
    return undefined;
  }
  const [host, tokenVersion] = issuing;
  const rest =
    tokenVersion === 2 ? name.slice(tenantAt).replace(/^consumers\b/, CONSUMERS) : name.slice(tenantAt);
  const tenantId = rest.slice(0, GUID_LENGTH);
  return isGuid(tenantId) && END.test(rest.slice(GUID_LENGTH))
    ? { tenantId, tokenVersion, providerName: providerNameOf(host, tenantId, tokenVersion) }
    : undefined;
}

/**
 * Whether the name of a provider is that of an Entra issuer but for the tenant, which is a domain or a word for several
 * tenants. No token has such an `iss`: each has the tenant's ID.
 */
export function namesNoTenant(providerName: string): boolean {
  const [host = "", tenant = ""] = folded(providerName).split("/");
  return isEntraHost(host) && /^(?:common|organizations|consumers|[\w-]+(?:\.[\w-]+)+)$/.test(tenant);
}
