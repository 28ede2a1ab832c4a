/** The token that the Azure CLI gets for a person. */
import { createHash } from "node:crypto";
import type { User } from "../directory/directory-objects";
import type { AccessTokenClaims } from "./access-token";
import type { AzureCloud } from "./azure-cloud";
import { issuerUrl } from "./discovery";
import { ARM_APP_ID, GRAPH_APP_ID } from "./first-party-apis";

/** Application ID of the Azure CLI, the same in every tenant. */
export const AZURE_CLI_APP_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/** Everything that decides what such a token says. Times are seconds since the epoch. */
export interface UserTokenFacts {
  readonly tenantId: string;
  readonly cloud: AzureCloud;
  readonly user: User;
  /** The name by which the request called the resource. */
  readonly requestedResource: string;
  readonly resourceAppId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Whether an API lets the Azure CLI in without asking the person. */
export function letsAzureCliIn(resourceAppId: string): boolean {
  return [GRAPH_APP_ID, ARM_APP_ID].includes(resourceAppId);
}

/**
 * What the Azure CLI is consented to.
 *
 * @evidence report The Azure CLI has these scopes for Microsoft Graph in every tenant. Source: several published `scp`
 * claims, all alike.
 */
export function azureCliScopes(resourceAppId: string): readonly string[] {
  return resourceAppId === GRAPH_APP_ID
    ? [
        "Application.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "AuditLog.Read.All",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Directory.AccessAsUser.All",
        "email",
        "Group.ReadWrite.All",
        "openid",
        "profile",
        "User.Read.All",
        "User.ReadWrite.All",
      ]
    : ["user_impersonation"];
}

/**
 * The claims of the ID token that a sign-in with `openid` brings.
 *
 * @evidence documentation An ID token of the second version is for the client, and names the person. Source: Microsoft identity
 *   platform, "ID token claims reference".
 */
export function idTokenClaims(
  facts: Pick<UserTokenFacts, "tenantId" | "cloud" | "user" | "issuedAt" | "expiresAt">,
): Record<string, string | number> {
  return {
    aud: AZURE_CLI_APP_ID,
    iss: issuerUrl(facts.tenantId, 2, facts.cloud),
    iat: facts.issuedAt,
    nbf: facts.issuedAt,
    exp: facts.expiresAt,
    name: facts.user.displayName,
    oid: facts.user.id,
    preferred_username: facts.user.userPrincipalName,
    sub: pairwiseSubject(facts, AZURE_CLI_APP_ID),
    tid: facts.tenantId,
    ver: "2.0",
  };
}

/**
 * The claims of a delegated token of the first version.
 *
 * @evidence documentation A delegated token names the user, with another subject for each application. Source:
 *   Microsoft identity platform, "Access token claims reference".
 */
export function userTokenClaims(facts: UserTokenFacts): AccessTokenClaims {
  const issuer = issuerUrl(facts.tenantId, 1, facts.cloud);
  return {
    aud: facts.requestedResource,
    iss: issuer,
    iat: facts.issuedAt,
    nbf: facts.issuedAt,
    exp: facts.expiresAt,
    amr: ["pwd", "mfa"],
    appid: AZURE_CLI_APP_ID,
    appidacr: "0",
    idtyp: "user",
    name: facts.user.displayName,
    oid: facts.user.id,
    scp: facts.scopes.join(" "),
    sub: pairwiseSubject(facts, facts.resourceAppId),
    tid: facts.tenantId,
    unique_name: facts.user.userPrincipalName,
    upn: facts.user.userPrincipalName,
    ver: "1.0",
  };
}

/**
 * @param recipient application ID of the recipient of the token
 * @evidence documentation The subject of a person's token is made of tenant, person, and recipient: it stays the same, and differs
 *   between applications. Source: Microsoft identity platform, "ID token claims reference" and "Access token claims reference".
 * @evidence report The subject has 43 characters of base64url. Source: a token in public troubleshooting notes on Azure AD login for Linux. How it
 *   is made of the three is the lab's choice.
 */
function pairwiseSubject(
  { tenantId, user }: Pick<UserTokenFacts, "tenantId" | "user">,
  recipient: string,
): string {
  return createHash("sha256").update(`${tenantId} ${user.id} ${recipient}`).digest("base64url");
}
