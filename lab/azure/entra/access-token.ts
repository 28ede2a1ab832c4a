/** The content of an access token: the claims of an app-only token, and its header. */
import { randomBytes } from "node:crypto";
import type { ServicePrincipal } from "../directory/directory-objects";
import type { AzureCloud } from "./azure-cloud";
import { issuerUrl, type TokenVersion } from "./discovery";

/** How a client proved who it is: `appidacr`/`azpacr` says 1 for a secret and 2 for a certificate. */
export type ClientAuthentication = "secret" | "certificate";

/** Everything that decides what a token says. Times are seconds since the epoch. */
export interface AccessTokenFacts {
  readonly tenantId: string;
  readonly cloud: AzureCloud;
  readonly version: TokenVersion;
  readonly client: ServicePrincipal;
  readonly clientAuthentication: ClientAuthentication;
  readonly resource: ServicePrincipal;
  /** The name by which the request called the resource. */
  readonly requestedResource: string;
  /** Values of the roles of the resource that the client was assigned. */
  readonly roles: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A token, and what the answer says about it. Times are seconds since the epoch. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly resource: string;
  readonly notBefore: number;
  readonly expiresOn: number;
  /** What else the token endpoint answers. Default is nothing. */
  readonly further?: Readonly<Record<string, string>>;
}

/** Claims of an app-only access token, in the order in which real ones have them. */
export type AccessTokenClaims = Record<string, string | number | readonly string[]>;

/**
 * The claims. `roles` is there only if there are any.
 *
 * @evidence report The subject of an app-only token is the object ID of the client's service principal. Source:
 * captured tokens of managed identities in public logs.
 * @evidence documentation The audience is the name in the request (first version) or the client ID of the resource
 *   (second version). Source: Microsoft identity platform, "Access token claims reference".
 * @evidence log `xms_mirid` is absent for an audience of the customer's own. Source:
 *   hashicorp/vault-plugin-auth-azure #237.
 */
export function accessTokenClaims(facts: AccessTokenFacts): AccessTokenClaims {
  const { client, version, cloud } = facts;
  const authentication = facts.clientAuthentication === "secret" ? "1" : "2";
  const common = { iat: facts.issuedAt, nbf: facts.issuedAt, exp: facts.expiresAt, aio: opaque(36) };
  const roles = facts.roles.length > 0 ? { roles: facts.roles } : {};
  if (version === 1) {
    return {
      aud: facts.requestedResource,
      iss: issuerUrl(facts.tenantId, 1, cloud),
      ...common,
      appid: client.appId,
      appidacr: authentication,
      idp: issuerUrl(facts.tenantId, 1, cloud),
      oid: client.id,
      rh: `1.${opaque(42)}.`,
      ...roles,
      sub: client.id,
      tid: facts.tenantId,
      uti: opaque(16),
      ver: "1.0",
    };
  }
  return {
    aud: facts.resource.appId,
    iss: issuerUrl(facts.tenantId, 2, cloud),
    ...common,
    azp: client.appId,
    azpacr: authentication,
    oid: client.id,
    rh: `1.${opaque(42)}.`,
    ...roles,
    sub: client.id,
    tid: facts.tenantId,
    uti: opaque(16),
    ver: "2.0",
  };
}

/**
 * The header: tokens of the first version carry the key's name twice.
 *
 * @evidence report Tokens of the first version carry the key's name twice, as `x5t` and `kid`. Source: captured tokens
 * in public logs.
 */
export function accessTokenHeader(
  version: TokenVersion,
  kid: string,
): { typ: string; alg: "RS256"; x5t?: string; kid: string } {
  return version === 1 ? { typ: "JWT", alg: "RS256", x5t: kid, kid } : { typ: "JWT", alg: "RS256", kid };
}

/** A random string, in the place of one that only Entra can read. */
function opaque(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}
