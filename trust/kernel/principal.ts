import { isObject } from "./json-values";
import type { OidcProvider, Providers } from "./oidc-provider";
import type { PolicyPath, Refuse } from "./problem";

/** A principal that takes in every provider, named or not. */
export interface Everyone {
  /** How the statement says so, in JSON. */
  readonly shown: string;
  /** The way from the statement to it. */
  readonly path: PolicyPath;
}

/** Who a statement is about, as far as web identities are concerned. */
export interface Principals {
  /** OpenID Connect providers that it names. */
  readonly providers: readonly OidcProvider[];
  /** Set if it takes in every provider, named or not. */
  readonly everyone: Everyone | undefined;
}

/**
 * Reads `Principal` and `NotPrincipal`. Services, AWS accounts and SAML providers are passed over: none of them can
 * call `sts:AssumeRoleWithWebIdentity`.
 *
 * Source: AWS, "AWS JSON policy elements: Principal".
 */
export function readPrincipal(
  principal: unknown,
  notPrincipal: unknown,
  known: Providers,
  refuse: Refuse,
): Principals {
  if (notPrincipal !== undefined) {
    if (principal !== undefined) {
      refuse("principal-invalid", ["NotPrincipal"], undefined, "both");
    }
    const shown = `"NotPrincipal": ${JSON.stringify(notPrincipal)}`;
    return { providers: [], everyone: { shown, path: ["NotPrincipal"] } };
  }
  if (principal === "*") {
    return { providers: [], everyone: { shown: '"Principal": "*"', path: ["Principal"] } };
  }
  if (!isObject(principal)) {
    refuse("principal-invalid", ["Principal"], principal);
    return { providers: [], everyone: undefined };
  }
  const providers: OidcProvider[] = [];
  let everyone: Everyone | undefined;
  let named = 0;
  for (const [kind, value] of Object.entries(principal)) {
    if (value === undefined) {
      continue;
    }
    if (kind !== "Federated" && kind !== "AWS" && kind !== "Service" && kind !== "CanonicalUser") {
      refuse("principal-invalid", ["Principal", kind], kind, "kind");
    }
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    for (let at = 0; at < list.length; at++) {
      const item = list[at];
      const path = (): PolicyPath => ["Principal", kind, ...(list === value ? [at] : [])];
      named++;
      if (typeof item !== "string" || item === "") {
        refuse("principal-invalid", path(), item);
      } else if (kind === "AWS" && item.includes("*")) {
        everyone = { shown: `"Principal": {"AWS": ${JSON.stringify(item)}}`, path: path() };
      } else if (kind === "Federated") {
        const read = known.read(item);
        if (read === "wildcard") {
          everyone = { shown: `"Principal": {"Federated": ${JSON.stringify(item)}}`, path: path() };
        } else if (read === "malformed") {
          refuse("principal-invalid", path(), item);
        } else if (read !== "saml") {
          providers.push(read);
        }
      }
    }
  }
  if (named === 0) {
    refuse("principal-invalid", ["Principal"], undefined, "nobody");
  }
  return { providers, everyone };
}
