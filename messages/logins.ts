import { Catalog, entry } from "./catalog";

/** What is wrong with the logins of the providers, and with those that the components use themselves. */
export const LOGINS = new Catalog({
  "login-missing": entry({
    text: (said: string, _how: string) => `no valid login (provider error: ${said})`,
    next: (_said: string, how: string) => `Log in: ${how}`,
  }),
  "login-not-checked": entry({
    text: (said: string) => `the provider does not report who is logged in (provider error: ${said})`,
    next: () => "Check the network, and run the command again",
  }),
  "logins-missing": entry({
    text: () => "a login is missing or has expired",
  }),
  "logins-not-checked": entry({
    text: () => "could not check a login",
  }),
  "entra-tenant-missing": entry({
    text: (said: string) =>
      `required argument is missing, and the azuread provider does not report the tenant of its login (provider error: ${said})`,
  }),
  "entra-tenant-differs": entry({
    text: (own: string, given: string) =>
      `the azuread provider is logged in to another tenant. Expected ${own}; got ${JSON.stringify(given)}`,
    next: () => "Omit the argument, or give the component a provider of the other tenant",
  }),
  "azure-environment-unknown": entry({
    text: () => "unknown Azure environment. Expected public, usgovernment, or china",
  }),
  "azure-identity-missing": entry({
    text: () => "the package @azure/identity is not installed",
    next: () => "Run: npm install @azure/identity",
  }),
  "azure-login-differs": entry({
    text: () => "the azuread provider uses another login than this program's environment",
  }),
  "azure-login-unsupported": entry({
    text: (how: string) => `the provider signs in with ${how}, which the component does not support`,
  }),
  "oidc-token-refused": entry({
    text: (status: number) => `GitHub refused the request for an OIDC token: ${status}`,
  }),
  "oidc-token-missing": entry({
    text: () => "GitHub answered without an OIDC token",
  }),
});
