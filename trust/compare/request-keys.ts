import { findIssuer } from "../issuers/find-issuer";
import { asList } from "../text/json-values";

/** The claims of a token, as its payload has them. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** Claims that AWS fills for an issuer of which no source lists them. Source: IAM User Guide, "Available keys for AWS OIDC federation". */
const FILLED = ["amr", "email"];

/** What AWS knows of a request from its token alone. */
export interface RequestKeys {
  /** The issuer without `https://`, as a provider's name has it. */
  readonly provider: string;
  /**
   * The values of a condition key: empty if AWS does not fill it, `undefined` if the token does not decide it, as for
   * `aws:SourceIp`.
   */
  readonly valuesOf: (foldedKey: string) => readonly string[] | undefined;
}

/**
 * The condition keys that AWS fills from a token. `aud` holds the token's `azp` if it has one, and `oaud` the token's own
 * `aud`.
 *
 * Source: IAM User Guide, "Available keys for AWS OIDC federation".
 */
export function requestKeys(claims: TokenClaims): RequestKeys {
  const provider = String(claims.iss).replace(/^https:\/\//, "");
  const folded = provider.toLowerCase();
  const { filled = FILLED, claims: names = { audience: "aud", subject: "sub" } } =
    findIssuer(folded)?.facts ?? {};
  const values = new Map<string, readonly string[]>(
    [...filled, ...FILLED].map((name) => [name.toLowerCase(), strings(claims[name])]),
  );
  values.set("oaud", strings(claims.aud));
  values.set(names.audience, strings(claims.azp ?? claims.aud));
  values.set(names.subject, strings(claims.sub));
  return {
    provider,
    valuesOf: (foldedKey) => {
      if (foldedKey.startsWith("aws:") || foldedKey.startsWith("sts:")) {
        return undefined;
      }
      return foldedKey.startsWith(`${folded}:`) ? (values.get(foldedKey.slice(folded.length + 1)) ?? []) : [];
    },
  };
}

function strings(value: unknown): string[] {
  return asList(value).map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}
