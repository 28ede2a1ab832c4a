import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

/** A problem of an OpenID Connect provider. */
function ofProvider(provider: string, found: string, expected: string, given: unknown): string {
  return `OpenID Connect provider ${provider}: ${found}. Expected ${expected}; got ${quoted(given)}.`;
}

/** Findings of the policy pack's rules but those on trust policies, which `judge` reports too. */
export const POLICY_RULES = new Catalog({
  "oidc-provider-url-missing": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "the URL is not a string", "the issuer's https URL", given),
  }),
  "oidc-provider-url-invalid": entry({
    text: (provider: string, found: string, expected: string, url: string) =>
      ofProvider(provider, found, expected, url),
  }),
  "oidc-provider-url-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "the URL has too many characters", `at most ${most}`, length),
  }),
  "oidc-provider-url-differs": entry({
    text: (provider: string, expected: string, url: string) =>
      ofProvider(provider, "the URL is not the iss of the tokens", expected, url),
  }),
  "oidc-provider-url-every-tenant": entry({
    text: (provider: string, url: string) =>
      ofProvider(provider, "the URL is for every tenant", "the URL with the ID of one tenant", url),
  }),
  "oidc-provider-client-ids-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "the number of client IDs is not valid", `1 to ${most}`, count),
  }),
  "oidc-provider-client-id-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(
        provider,
        "a client ID is empty or not a string",
        "the audience that the tokens carry",
        given,
      ),
  }),
  "oidc-provider-client-id-wildcard": entry({
    text: (provider: string, id: string) =>
      ofProvider(provider, "a client ID has a wildcard, which is literal there", "the exact audience", id),
  }),
  "oidc-provider-client-id-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "a client ID has too many characters", `at most ${most}`, length),
  }),
  "oidc-provider-client-id-repeated": entry({
    text: (provider: string, id: unknown) =>
      ofProvider(provider, "a client ID is repeated", "each client ID once", id),
  }),
  "oidc-provider-thumbprints-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "too many thumbprints", `at most ${most}, or none`, count),
  }),
  "oidc-provider-thumbprint-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "a thumbprint is not valid", "40 hexadecimal digits, or no thumbprints", given),
  }),
  "oidc-provider-thumbprint-placeholder": entry({
    text: (provider: string, given: string) =>
      ofProvider(provider, "no certificate has this thumbprint", "no thumbprints", given),
  }),
  "permissions-escalating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can give itself more permissions with ${quoted(action)}${same(action, means)}. Expected a role that cannot change permissions.`,
  }),
  "permissions-impersonating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can act as other identities with ${quoted(action)}${same(action, means)}, on more than one resource of an account. Expected their ARNs in Resource, without a wildcard in their names.`,
  }),
});

/** The action that a pattern includes, if it is written in another way. */
function same(action: string, means: string): string {
  return action.toLowerCase() === means.toLowerCase() ? "" : `, which includes ${means}`;
}
