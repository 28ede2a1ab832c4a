import { isObject } from "./json-object";
import { federatedPrincipal, type OidcProvider } from "./oidc-provider";
import type { Refuse } from "./problem";

/** Who a statement is about, as far as web identities are concerned. */
export interface Principals {
  /** OpenID Connect providers that it names. */
  readonly providers: readonly OidcProvider[];
  /** Set if it takes in every provider, named or not: how it does so, in JSON. */
  readonly everyone: string | undefined;
}

const PROVIDER_FORM = "the ARN arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>";

/**
 * Reads `Principal` and `NotPrincipal`. Services, AWS accounts and SAML providers are passed over: none of them can
 * call `sts:AssumeRoleWithWebIdentity`.
 *
 * Source: AWS, "AWS JSON policy elements: Principal".
 */
export function readPrincipal(principal: unknown, notPrincipal: unknown, refuse: Refuse): Principals {
  if (notPrincipal !== undefined) {
    if (principal !== undefined) {
      refuse("both Principal and NotPrincipal", "a Principal");
    }
    return { providers: [], everyone: `"NotPrincipal": ${JSON.stringify(notPrincipal)}` };
  }
  if (principal === "*") {
    return { providers: [], everyone: '"Principal": "*"' };
  }
  if (!isObject(principal)) {
    refuse(
      principal === undefined ? "no Principal" : `the Principal ${JSON.stringify(principal)}`,
      `{"Federated": "<${PROVIDER_FORM.slice(4)}>"}`,
    );
    return { providers: [], everyone: undefined };
  }
  const providers: OidcProvider[] = [];
  let everyone: string | undefined;
  let named = 0;
  for (const [kind, value] of Object.entries(principal)) {
    if (value === undefined) {
      continue;
    }
    if (kind !== "Federated" && kind !== "AWS" && kind !== "Service" && kind !== "CanonicalUser") {
      refuse(`the kind of principal ${JSON.stringify(kind)}`, "Federated, AWS, Service or CanonicalUser");
    }
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      named++;
      if (typeof item !== "string" || item === "") {
        refuse(`the principal ${JSON.stringify(item)}`, "a text that is not empty");
      } else if (kind === "AWS" && item.includes("*")) {
        everyone = `"Principal": {"AWS": ${JSON.stringify(item)}}`;
      } else if (kind === "Federated") {
        const read = federatedPrincipal(item);
        if (read === "wildcard") {
          everyone = `"Principal": {"Federated": ${JSON.stringify(item)}}`;
        } else if (read === "malformed") {
          refuse(`the federated principal ${JSON.stringify(item)}`, PROVIDER_FORM);
        } else if (read !== "saml") {
          providers.push(read);
        }
      }
    }
  }
  if (named === 0) {
    refuse("a Principal that names nobody", PROVIDER_FORM);
  }
  return { providers, everyone };
}
