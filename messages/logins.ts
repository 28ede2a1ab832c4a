import { Catalog, entry } from "./catalog";

/** What is wrong with the logins of the providers, and with those that the components use themselves. */
export const LOGINS = new Catalog("Logins", {
  "login-missing": entry({
    text: (said: string, _how: string) => `no valid login (provider error: ${said})`,
    next: (_said: string, how: string) => `Log in: ${how}`,
    sample: ["AADSTS700082: The refresh token has expired", "az login --tenant <tenant ID>"],
    cause: "The provider has no login, or the login has expired. Nothing can be previewed without it.",
    fix: "Run the command of the message, and run Pulumi again.",
  }),
  "login-not-checked": entry({
    text: (said: string) => `the provider does not report who is logged in (provider error: ${said})`,
    next: () => "Check the network, and run the command again",
    sample: ["connection refused"],
    cause: "The provider could not reach its cloud.",
    fix: "Check the network and the proxy settings (`HTTPS_PROXY`), and run Pulumi again.",
  }),
  "logins-missing": entry({
    text: () => "a login is missing or has expired",
    sample: [],
    cause:
      "At least one provider of the component has no valid login. The lines below the message name them.",
    fix: "Log in to each, and run Pulumi again.",
  }),
  "logins-not-checked": entry({
    text: () => "could not check a login",
    sample: [],
    cause:
      "At least one provider of the component could not reach its cloud. The lines below the message name them.",
    fix: "Check the network, and run Pulumi again.",
  }),
  "entra-tenant-missing": entry({
    text: (said: string) =>
      `required argument is missing, and the azuread provider does not report the tenant of its login (provider error: ${said})`,
    sample: ["connection refused"],
    cause: "The default of `tenantId` is the tenant of the `azuread` provider, which did not answer.",
    fix: "Log in: `az login --tenant TENANT`. Or set `tenantId`.",
  }),
  "entra-tenant-differs": entry({
    text: (own: string, given: string) =>
      `the azuread provider is logged in to another tenant. Expected ${own}; got ${JSON.stringify(given)}`,
    next: () => "Omit the argument, or give the component a provider of the other tenant",
    sample: ["0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"],
    cause:
      "The application is created in the tenant of the login, and tokens of another tenant have another issuer.",
    fix: "Omit `tenantId`, log in to the other tenant (`az login --tenant TENANT`), or pass a provider of that tenant.",
  }),
  "azure-environment-unknown": entry({
    text: () => "unknown Azure environment. Expected public, usgovernment, or china",
    sample: [],
    cause:
      "`ARM_ENVIRONMENT` or the setting `environment` of the provider has a value that this package does not know.",
    fix: "Run `pulumi config set azuread:environment public`, or unset `ARM_ENVIRONMENT`.",
  }),
  "azure-identity-missing": entry({
    text: () => "the package @azure/identity is not installed",
    next: () => "Run: npm install @azure/identity",
    sample: [],
    cause: "Some calls to Microsoft Graph need a login of the program, and this package provides it.",
    fix: "Run `npm install @azure/identity` in the program's folder.",
  }),
  "azure-login-differs": entry({
    text: () => "the azuread provider uses another login than this program's environment",
    sample: [],
    cause:
      "The program passes a provider with its own credentials, and the component's own calls cannot use them.",
    fix: "Set the provider's credentials as configuration or environment variables (`ARM_…`).",
  }),
  "azure-login-unsupported": entry({
    text: (how: string) => `the provider signs in with ${how}, which the component does not support`,
    sample: ["a client certificate in a variable"],
    cause: "The component signs in itself for a few calls, and does not support every kind of login.",
    fix: "Use another kind of login, or ignore the message: only this call is missing.",
  }),
  "oidc-token-refused": entry({
    text: (status: number) => `GitHub refused the request for an OIDC token: ${status}`,
    sample: [403],
    cause: "The job may not request an OIDC token.",
    fix: "Grant the job `permissions: id-token: write`.",
  }),
  "oidc-token-missing": entry({
    text: () => "GitHub answered without an OIDC token",
    sample: [],
    cause: "GitHub answered, but not with a token.",
    fix: "Run the pipeline again. If it persists, check the URL in `ARM_OIDC_REQUEST_URL`.",
  }),
});
