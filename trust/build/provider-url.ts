import { isEntraHost, recognizeEntraIssuer } from "../entra/entra-issuer";
import { IAM_LIMITS } from "../iam-limits";

/** Why a URL cannot be that of an OpenID Connect provider, or cannot match the tokens that it should accept. */
export type ProviderUrlProblem =
  | { readonly code: "not-https" | "port-or-user" | "query-or-fragment" | "wildcard-or-space" }
  | { readonly code: "too-long" | "every-tenant" }
  | {
      readonly code: "not-the-issuer";
      /** The URL as the tokens' `iss` has it. */
      readonly expected: string;
      /** Whose tokens, such as `Entra's v1.0 tokens`. */
      readonly tokens: string;
    };

/**
 * Checks the URL of an OpenID Connect provider. IAM must accept it. It must be the `iss` of the tokens, because AWS compares
 * the strings.
 *
 * Source: IAM API Reference, CreateOpenIDConnectProvider.
 */
export function providerUrlProblems(url: string): ProviderUrlProblem[] {
  const [, host = ""] = /^https:\/\/([^/?#]*)/.exec(url) ?? [];
  if (host === "") {
    return [{ code: "not-https" }];
  }
  const problems: ProviderUrlProblem[] = [];
  if (/[:@]/.test(host)) {
    problems.push({ code: "port-or-user" });
  }
  if (/[?#*\s]/.test(url)) {
    problems.push({ code: /[?#]/.test(url) ? "query-or-fragment" : "wildcard-or-space" });
  }
  if (url.length > IAM_LIMITS.providerUrlCharacters) {
    problems.push({ code: "too-long" });
  }
  const folded = host.toLowerCase();
  const issuer = expectedIssuer(url, folded);
  if (isEntraHost(folded) && /\/(common|organizations|consumers)(\/|$)/i.test(url)) {
    problems.push({ code: "every-tenant" });
  } else if (problems.length === 0 && issuer !== undefined && issuer.expected !== url) {
    problems.push({ code: "not-the-issuer", ...issuer });
  }
  return problems;
}

/** Hosts whose tokens always have an `iss` that ends with a slash. */
const SLASH_AT_END: readonly (readonly [hosts: RegExp, tokens: string])[] = [
  [/^sts\.windows\.net$/, "Entra's v1.0 tokens"],
  [/\.oic\.prod-aks\.azure\.com$/, "an AKS cluster's tokens"],
];

/** The `iss` of the tokens that a provider of this URL is meant for, if it is known. */
function expectedIssuer(
  url: string,
  host: string,
): { readonly expected: string; readonly tokens: string } | undefined {
  const entra = recognizeEntraIssuer(url.slice("https://".length));
  if (entra !== undefined) {
    return { expected: `https://${entra.providerName}`, tokens: `Entra's v${entra.tokenVersion}.0 tokens` };
  }
  const tokens = SLASH_AT_END.find(([hosts]) => hosts.test(host))?.[1];
  return tokens === undefined ? undefined : { expected: url.endsWith("/") ? url : `${url}/`, tokens };
}
