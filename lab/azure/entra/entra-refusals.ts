/** Entra's refusals in its own words. */
import type { ServicePrincipal } from "../directory/directory-objects";
import type { EntraProblem } from "./entra-error";
import { AZURE_CLI_APP_ID } from "./user-token";

const NOT_HERE =
  "This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.";

/**
 * @evidence documentation AADSTS90002 names the tenant that does not exist. Source: Microsoft Entra, "Authentication
 *   and authorization error codes".
 */
export function unknownTenant(tenantId: string): EntraProblem {
  return {
    error: "invalid_request",
    code: 90002,
    message: `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  };
}

/**
 * @evidence documentation AADSTS50049 is `NoSuchInstanceForDiscovery`. Source: Microsoft Entra, "Authentication and
 *   authorization error codes"; the OAuth code is the one that MSAL looks for.
 */
export function unknownInstance(): EntraProblem {
  return { error: "invalid_instance", code: 50049, message: "Unknown or invalid instance." };
}

/**
 * @evidence documentation AADSTS70016 keeps a client waiting for the person. Source: Microsoft identity platform, "OAuth 2.0
 *   device authorization grant flow"; Microsoft Entra, "Authentication and authorization error codes".
 */
export function authorizationPending(): EntraProblem {
  return {
    error: "authorization_pending",
    code: 70016,
    message: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
  };
}

/**
 * @evidence log AADSTS70020 is `expired_token`, with this text. Source: Azure/azure-cli #22251; microsoft/vscode-azure-account #987;
 *   the OAuth code is that of Microsoft identity platform, "OAuth 2.0 device authorization grant flow".
 */
export function expiredDeviceCode(): EntraProblem {
  return {
    error: "expired_token",
    code: 70020,
    message:
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  };
}

/**
 * @evidence documentation A device code that is not known is `bad_verification_code`, AADSTS70018. Source: Microsoft identity
 *   platform, "OAuth 2.0 device authorization grant flow"; Microsoft Entra, "Authentication and authorization error codes". The text is
 *   inferred.
 */
export function badVerificationCode(): EntraProblem {
  return { error: "bad_verification_code", code: 70018, message: "Bad verification code." };
}

/**
 * @evidence documentation AADSTS900144 names the missing parameter. Source: Microsoft Entra, "Authentication and
 *   authorization error codes".
 */
export function missingParameter(name: string): EntraProblem {
  return {
    error: "invalid_request",
    code: 900144,
    message: `The request body must contain the following parameter: '${name}'.`,
  };
}

/**
 * @evidence documentation AADSTS70003 names the grant type. Source: Microsoft Entra, "Authentication and
 *   authorization error codes".
 */
export function unsupportedGrantType(grantType: string): EntraProblem {
  return {
    error: "unsupported_grant_type",
    code: 70003,
    message: `The app requested an unsupported grant type '${grantType}'.`,
  };
}

/**
 * @evidence documentation AADSTS1002012 names the scope. Source: Microsoft Entra, "Authentication and authorization
 *   error codes".
 */
export function invalidScope(scope: string): EntraProblem {
  return {
    error: "invalid_scope",
    code: 1002012,
    message: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  };
}

/**
 * @evidence documentation AADSTS7000216 is HTTP 401 with `invalid_client`. Source: Microsoft Entra, "Authentication
 *   and authorization error codes".
 */
export function missingSecret(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000216,
    message:
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  };
}

/**
 * @evidence documentation AADSTS7000215 is HTTP 401 with `invalid_client`. Source: Microsoft Entra, "Authentication
 *   and authorization error codes".
 */
export function wrongSecret(clientId: string): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000215,
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  };
}

/**
 * @evidence log AADSTS7000222 is HTTP 401 with `invalid_client`, and its text names the application. Source:
 *   liprec/vsts-release-aas #119 (2023); dotnet/sign #849 (2025).
 */
export function expiredSecret(clientId: string): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000222,
    message: `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  };
}

/**
 * @evidence documentation AADSTS70000 is `invalid_grant`. Source: Microsoft Entra, "Authentication and authorization
 *   error codes".
 */
export function invalidRefreshToken(): EntraProblem {
  return {
    error: "invalid_grant",
    code: 70000,
    message: "The provided value for the input parameter 'refresh_token' is not valid.",
  };
}

/**
 * @param issuedAt seconds since the epoch
 * @evidence log AADSTS700082 is `invalid_grant`, and says when the token was issued. Source: Azure/azure-cli #23105, #14244. Real
 *   answers have seven digits of a second, which the lab does not keep.
 */
export function expiredRefreshToken(issuedAt: number): EntraProblem {
  const issued = new Date(issuedAt * 1000).toISOString().replace(/\.\d+Z$/, ".0000000Z");
  return {
    error: "invalid_grant",
    code: 700082,
    message: `The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for 90.00:00:00.`,
  };
}

/**
 * @evidence log AADSTS65001 is `invalid_grant` and names the client. Source: Azure/azure-cli #15056, #12566.
 */
export function notConsented(): EntraProblem {
  return {
    error: "invalid_grant",
    code: 65001,
    message: `The user or administrator has not consented to use the application with ID '${AZURE_CLI_APP_ID}' named 'Microsoft Azure CLI'. Send an interactive authorization request for this user and resource.`,
  };
}

/**
 * @param homeTenantId the tenant that has the person
 * @param tenantName the tenant that does not
 * @evidence log AADSTS50020 hides the person, and names their tenant's issuer, this tenant, and the client. Source:
 *   Azure/azure-sdk-for-net #30230; microsoft/PowerBI-CSharp #64. The OAuth code `invalid_grant` is inferred: clients must ask the
 *   person again.
 */
export function foreignPerson(homeTenantId: string, tenantName: string): EntraProblem {
  return {
    error: "invalid_grant",
    code: 50020,
    message: `User account '{EmailHidden}' from identity provider 'https://sts.windows.net/${homeTenantId}/' does not exist in tenant '${tenantName}' and cannot access the application '${AZURE_CLI_APP_ID}'(Microsoft Azure CLI) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  };
}

/**
 * @evidence documentation AADSTS50027 says that the JWT is malformed. Source: Microsoft Entra, "Authentication and
 *   authorization error codes".
 */
export function malformedAssertion(): EntraProblem {
  return {
    error: "invalid_request",
    code: 50027,
    message: "JWT token is invalid or malformed.",
  };
}

/**
 * @evidence documentation AADSTS70025 names the client. Source: Microsoft Entra, "Authentication and authorization
 *   error codes".
 */
export function noFederatedCredentials({ displayName }: ServicePrincipal): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 70025,
    message: `The client '${displayName}' has no configured federated identity credentials.`,
  };
}

/**
 * One of AADSTS700211 to AADSTS700213, each for a claim of its own.
 *
 * @evidence report AADSTS700213 is HTTP 401 with `invalid_client`; its text names the claim and its value. Source: logs
 * of hashicorp/terraform-provider-azurerm and others; that the two neighbors have the same form is inferred.
 */
export function noMatchingCredential(code: number, claim: string, value: string): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code,
    message: `No matching federated identity record found for presented assertion ${claim} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  };
}

/**
 * @evidence documentation AADSTS700024 is for an assertion outside its time. Source: Microsoft Entra, "Authentication
 *   and authorization error codes".
 */
export function assertionOutOfTime(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 700024,
    message: "Client assertion is not within its valid time range.",
  };
}

/**
 * @evidence documentation AADSTS50013 is for an assertion whose signature fails. Source: Microsoft Entra,
 *   "Authentication and authorization error codes".
 */
export function assertionNotSigned(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 50013,
    message: "Assertion failed signature validation.",
  };
}

/**
 * @evidence documentation AADSTS700016 names the application and the tenant. Source: Microsoft Entra, "Authentication
 *   and authorization error codes".
 */
export function unknownApplication(clientId: string, tenantName: string): EntraProblem {
  return {
    error: "unauthorized_client",
    code: 700016,
    message: `Application with identifier '${clientId}' was not found in the directory '${tenantName}'. ${NOT_HERE} You may have sent your authentication request to the wrong tenant.`,
  };
}

/**
 * @evidence documentation AADSTS7000112 names the disabled application. Source: Microsoft Entra, "Authentication and
 *   authorization error codes".
 */
export function disabledApplication({ appId, displayName }: ServicePrincipal): EntraProblem {
  return {
    error: "unauthorized_client",
    code: 7000112,
    message: `Application '${appId}'(${displayName}) is disabled.`,
  };
}

/**
 * An application without a service principal is not a resource.
 *
 * @evidence log AADSTS500011 is `invalid_resource` and names resource and tenant. Source:
 *   AzureAD/microsoft-authentication-library-for-dotnet #3979.
 */
export function unknownResource(name: string, tenantName: string): EntraProblem {
  return {
    error: "invalid_resource",
    code: 500011,
    message: `The resource principal named ${name} was not found in the tenant named ${tenantName}. ${NOT_HERE} You might have sent your authentication request to the wrong tenant.`,
  };
}

/**
 * @evidence documentation AADSTS500014 names the disabled resource. Source: Microsoft Entra, "Authentication and
 *   authorization error codes".
 */
export function disabledResource(name: string): EntraProblem {
  return {
    error: "invalid_resource",
    code: 500014,
    message: `The service principal for resource '${name}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.`,
  };
}

/**
 * A resource that demands an assignment, and a client that has none.
 *
 * @evidence log AADSTS501051 comes with `invalid_grant`. Source: a captured answer (article "SecAzFunc"); the text is
 *   that of Azure/azure-functions-host #9884, and Microsoft's table of codes says `invalid_client`.
 */
export function notAssigned(
  client: Pick<ServicePrincipal, "appId" | "displayName">,
  name: string,
  resource: Pick<ServicePrincipal, "displayName">,
): EntraProblem {
  return {
    error: "invalid_grant",
    code: 501051,
    message: `Application '${client.appId}'(${client.displayName}) is not assigned to a role for the application '${name}'(${resource.displayName}).`,
  };
}
