/** Answers who is signed in to Azure, and with which permissions, from the token of the login. */
import { isObject, stringsIn } from "../../../trust";

/** Who a token of Entra is for, and what it lets them do. */
export interface AzureIdentity {
  readonly tenantId: string;
  readonly objectId: string;
  /** The application of a service principal, or the client through which a person signed in. */
  readonly clientId: string;
  readonly kind: "user" | "service principal";
  /** The user name of a person. */
  readonly name: string | undefined;
  /** Application permissions. */
  readonly roles: readonly string[];
  /** Delegated permissions. */
  readonly scopes: readonly string[];
  /** Template IDs of directory roles over the whole tenant. Not every token lists them. */
  readonly directoryRoles: readonly string[];
}

/**
 * Reads the claims of an access token, which is not verified: it comes from the login itself, and only says who that is.
 *
 * Source: Microsoft identity platform, "Access token claims reference".
 *
 * @throws Error if it is not a token of Entra.
 */
export function identityOf(token: string): AzureIdentity {
  const [, payload = ""] = token.split(".");
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    // The cause could quote the token.
    throw new Error("the login returned a token that cannot be read");
  }
  const text = (...names: readonly string[]): string =>
    names.flatMap((name) => (isObject(claims) ? stringsIn([claims[name]]) : [])).at(0) ?? "";
  const scopes = text("scp");
  return {
    tenantId: text("tid").toLowerCase(),
    objectId: text("oid"),
    clientId: text("appid", "azp"),
    // Every delegated token has scopes, and no other one has.
    kind: scopes === "" ? "service principal" : "user",
    name: text("upn", "preferred_username", "unique_name") || undefined,
    roles: isObject(claims) ? stringsIn(claims.roles) : [],
    scopes: scopes.split(" ").filter((scope) => scope !== ""),
    directoryRoles: isObject(claims) ? stringsIn(claims.wids) : [],
  };
}
