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
    fix: "Run `pulumi config set azure-native:environment public`, or unset `ARM_ENVIRONMENT`.",
  }),
  "azure-identity-missing": entry({
    text: () => "the package @azure/identity is not installed",
    next: () => "Run: npm install @azure/identity",
    sample: [],
    cause: "Some calls to Microsoft Graph need a login of the program, and this package provides it.",
    fix: "Run `npm install @azure/identity` in the program's folder.",
  }),
  "azure-login-differs": entry({
    text: (provider: string) => `the ${provider} provider uses another login than this program's environment`,
    sample: ["azure-native"],
    cause:
      "The program passes a provider with its own credentials, and the component's own checks cannot use them.",
    fix: "Set the provider's credentials as configuration or environment variables (`ARM_…`).",
  }),
  "azure-login-unsupported": entry({
    text: (how: string) =>
      `the provider signs in with ${how}, which this check does not support. A client secret, an OIDC token, and the Azure CLI work`,
    sample: ["a client certificate"],
    cause: "The components sign in themselves for a few checks, and do not support every kind of login.",
    fix: "Use another kind of login, or ignore the message: only the check is missing.",
  }),
  "azure-login-refused": entry({
    text: (error: string) => `Entra refused the login: ${error}`,
    sample: ["invalid_client"],
    cause: "The client secret or the OIDC token of the environment is not valid for the application.",
    fix: "Correct `ARM_CLIENT_ID`, `ARM_TENANT_ID`, and `ARM_CLIENT_SECRET`, or the variables of your OIDC login.",
  }),
  "azure-login-none": entry({
    text: () => "found no client secret, no OIDC token, and no login of the Azure CLI",
    sample: [],
    cause: "The environment has none of the logins that the component's own checks support.",
    fix: "Run `az login`, or set `ARM_CLIENT_ID` and `ARM_CLIENT_SECRET`.",
  }),
  "azure-cli-without-token": entry({
    text: () => "the Azure CLI returned no token",
    sample: [],
    cause: "`az account get-access-token` succeeded without a token.",
    fix: "Run `az login` again.",
  }),
  "oidc-token-refused": entry({
    text: (issuer: string, status: number) => `${issuer} refused the request for an OIDC token: ${status}`,
    sample: ["GitHub", 403],
    cause: "The pipeline may not request an OIDC token.",
    fix: "On GitHub, grant the job `permissions: id-token: write`. On Azure DevOps, pass `SYSTEM_ACCESSTOKEN` to the step.",
  }),
  "oidc-token-missing": entry({
    text: (issuer: string) => `${issuer} answered without an OIDC token`,
    sample: ["GitHub"],
    cause: "The service of the pipeline answered, but not with a token.",
    fix: "Run the pipeline again. If it persists, check the URL in `ARM_OIDC_REQUEST_URL`.",
  }),
});
