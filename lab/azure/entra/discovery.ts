/** OpenID Connect discovery and key documents of a tenant, as its two token versions publish them. */
import { LOGIN_HOST, LOGIN_WINDOWS_HOST } from "../azure-hosts";
import { type AzureCloud, IDENTITY_HOSTS } from "./azure-cloud";
import type { PublishedKey } from "./signing-key";

/** 1 or 2: the shape of a token and of its issuer (Microsoft identity platform, "Access tokens"). */
export type TokenVersion = 1 | 2;

/** Where a document says that a host is found: an address without a slash at the end. */
export type AddressOf = (host: string) => string;

const PUBLIC: AddressOf = (host) => `https://${host}`;

/** Names in the place of a tenant: any tenant. */
export const ANY_TENANT: readonly string[] = ["common", "organizations"];

/**
 * What a tenant's tokens of that version say in `iss`. The slash at the end belongs to the first version.
 *
 * @evidence documentation The issuer of the first version ends with a slash, that of the second does not. Source:
 *   Microsoft identity platform, "Access tokens".
 */
export function issuerUrl(tenantId: string, version: TokenVersion, cloud: AzureCloud = "public"): string {
  const { sts, login } = IDENTITY_HOSTS[cloud];
  return version === 1 ? `https://${sts}/${tenantId}/` : `https://${login}/${tenantId}/v2.0`;
}

/**
 * The discovery document of the first version. Its keys are on login.windows.net when asked on a windows.net host, else on
 * login.microsoftonline.com. A tenant of another cloud has them on that cloud's login host, on whichever host the client asks.
 *
 * @evidence report The keys of the first version are on another host than the issuer. Source: captured discovery
 * documents in public repositories, one of them of China's cloud.
 */
export function discoveryDocumentV1(
  tenantId: string,
  host: string,
  cloud: AzureCloud = "public",
  addressOf = PUBLIC,
): Record<string, unknown> {
  const asked = host === LOGIN_HOST ? LOGIN_HOST : LOGIN_WINDOWS_HOST;
  const login = addressOf(cloud === "public" ? asked : IDENTITY_HOSTS[cloud].login);
  return {
    token_endpoint: `${login}/${tenantId}/oauth2/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${login}/common/discovery/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "token id_token", "token"],
    scopes_supported: ["openid"],
    issuer: issuerUrl(tenantId, 1, cloud),
    microsoft_multi_refresh_token: true,
    authorization_endpoint: `${login}/${tenantId}/oauth2/authorize`,
    claims_supported: CLAIMS_SUPPORTED,
  };
}

/**
 * The discovery document of the second version: issuer and keys are on the same host.
 *
 * @evidence documentation Issuer and keys of the second version are on one host. Source: Microsoft identity platform,
 *   "OpenID Connect on the Microsoft identity platform".
 */
export function discoveryDocumentV2(
  tenantId: string,
  cloud: AzureCloud = "public",
  addressOf = PUBLIC,
): Record<string, unknown> {
  const base = `${addressOf(IDENTITY_HOSTS[cloud].login)}/${tenantId}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: documentedIssuer(tenantId, cloud),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    claims_supported: CLAIMS_SUPPORTED,
  };
}

/** Keys for tokens of the first version. */
export function keyDocumentV1(keys: readonly PublishedKey[]): Record<string, unknown> {
  return { keys };
}

/**
 * Keys for tokens of the second version: each names the issuer that it may sign for.
 *
 * @evidence documentation Each key of the second version names the issuer that it may sign for. Source: Microsoft
 *   identity platform, "Access tokens".
 */
export function keyDocumentV2(
  tenantId: string,
  keys: readonly PublishedKey[],
  cloud: AzureCloud = "public",
): Record<string, unknown> {
  return { keys: keys.map((key) => ({ ...key, issuer: documentedIssuer(tenantId, cloud) })) };
}

/** The issuer of the second version as a document names it. */
function documentedIssuer(tenantId: string, cloud: AzureCloud): string {
  return issuerUrl(ANY_TENANT.includes(tenantId) ? "{tenantid}" : tenantId, 2, cloud);
}

const CLAIMS_SUPPORTED: readonly string[] = [
  "sub",
  "iss",
  "aud",
  "exp",
  "iat",
  "auth_time",
  "acr",
  "amr",
  "nonce",
  "email",
  "given_name",
  "family_name",
  "nickname",
];
