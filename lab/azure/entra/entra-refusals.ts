/** Entra's refusals in its own words (Microsoft Entra, "Authentication and authorization error codes"). */
import type { ServicePrincipal } from "../directory/directory-objects";
import type { EntraProblem } from "./entra-error";

const NOT_HERE =
  "This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.";

export function unknownTenant(tenantId: string): EntraProblem {
  return {
    error: "invalid_request",
    code: 90002,
    message: `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  };
}

export function missingParameter(name: string): EntraProblem {
  return {
    error: "invalid_request",
    code: 900144,
    message: `The request body must contain the following parameter: '${name}'.`,
  };
}

export function unsupportedGrantType(grantType: string): EntraProblem {
  return {
    error: "unsupported_grant_type",
    code: 70003,
    message: `The app requested an unsupported grant type '${grantType}'.`,
  };
}

export function invalidScope(scope: string): EntraProblem {
  return {
    error: "invalid_scope",
    code: 1002012,
    message: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  };
}

export function missingSecret(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000216,
    message:
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  };
}

export function wrongSecret(clientId: string): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 7000215,
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  };
}

export function invalidRefreshToken(): EntraProblem {
  return {
    error: "invalid_grant",
    code: 70000,
    message: "The provided value for the input parameter 'refresh_token' is not valid.",
  };
}

export function malformedAssertion(): EntraProblem {
  return {
    error: "invalid_request",
    code: 50027,
    message: "JWT token is invalid or malformed.",
  };
}

export function noFederatedCredentials({ displayName }: ServicePrincipal): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 70025,
    message: `The client '${displayName}' has no configured federated identity credentials.`,
  };
}

/** One of AADSTS700211 to AADSTS700213, each for a claim of its own. */
export function noMatchingCredential(code: number, claim: string, value: string): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code,
    message: `No matching federated identity record found for presented assertion ${claim} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  };
}

export function assertionOutOfTime(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 700024,
    message: "Client assertion is not within its valid time range.",
  };
}

export function assertionNotSigned(): EntraProblem {
  return {
    status: 401,
    error: "invalid_client",
    code: 50013,
    message: "Assertion failed signature validation.",
  };
}

export function unknownApplication(clientId: string, tenantName: string): EntraProblem {
  return {
    error: "unauthorized_client",
    code: 700016,
    message: `Application with identifier '${clientId}' was not found in the directory '${tenantName}'. ${NOT_HERE} You may have sent your authentication request to the wrong tenant.`,
  };
}

export function disabledApplication({ appId, displayName }: ServicePrincipal): EntraProblem {
  return {
    error: "unauthorized_client",
    code: 7000112,
    message: `Application '${appId}'(${displayName}) is disabled.`,
  };
}

/** An application without a service principal is not a resource. */
export function unknownResource(name: string, tenantName: string): EntraProblem {
  return {
    error: "invalid_resource",
    code: 500011,
    message: `The resource principal named ${name} was not found in the tenant named ${tenantName}. ${NOT_HERE} You might have sent your authentication request to the wrong tenant.`,
  };
}

export function disabledResource(name: string): EntraProblem {
  return {
    error: "invalid_resource",
    code: 500014,
    message: `The service principal for resource '${name}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.`,
  };
}

/** `error` is `invalid_grant` in captured answers, and `invalid_client` on Microsoft's page. */
export function notAssigned(
  client: ServicePrincipal,
  name: string,
  resource: ServicePrincipal,
): EntraProblem {
  return {
    error: "invalid_grant",
    code: 501051,
    message: `Application '${client.appId}'(${client.displayName}) is not assigned to a role for the application '${name}'(${resource.displayName}).`,
  };
}
