/** What the `azuread` provider answers when a program reads an application and its service principal. */
import {
  APPLICATION_CLIENT_ID,
  APPLICATION_OBJECT_ID,
  type MockAnswer,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
} from "../mock-clouds";

export const ADOPTED_AUDIENCE = `api://${TENANT_ID}/by-hand`;
export const ADOPTED_ROLE_ID = "66666666-aaaa-4bbb-8ccc-000000000006";

/** Some members of an answer. */
export type Members = Record<string, unknown>;

/** The app role of an application that somebody made by hand; some members replaced. */
export function readRole(changes: Members = {}): Members {
  return {
    id: ADOPTED_ROLE_ID,
    value: "Aws.Federate",
    displayName: "Federate with AWS",
    description: "It's for AWS",
    allowedMemberTypes: ["Application"],
    enabled: true,
    ...changes,
  };
}

/** An application that can be adopted as it is; some members replaced. */
export function readApplication(changes: Members = {}): Members {
  return {
    clientId: APPLICATION_CLIENT_ID,
    objectId: APPLICATION_OBJECT_ID,
    signInAudience: "AzureADMyOrg",
    identifierUris: [ADOPTED_AUDIENCE],
    apis: [{ requestedAccessTokenVersion: 1, mappedClaimsEnabled: false }],
    appRoles: [readRole()],
    optionalClaims: [],
    ...changes,
  };
}

/** Its service principal; some members replaced. */
export function readServicePrincipal(changes: Members = {}): Members {
  return {
    clientId: APPLICATION_CLIENT_ID,
    objectId: SERVICE_PRINCIPAL_OBJECT_ID,
    accountEnabled: true,
    appRoleAssignmentRequired: true,
    applicationTenantId: TENANT_ID,
    ...changes,
  };
}

/** Answers for both, as the provider gives them; an error in place of one is thrown. */
export function answersOf(
  application: Members | Error = readApplication(),
  servicePrincipal: Members | Error = readServicePrincipal(),
): MockAnswer {
  const answers: Record<string, Members | Error> = {
    "azuread:index/getApplication:getApplication": application,
    "azuread:index/getServicePrincipal:getServicePrincipal": servicePrincipal,
  };
  return (token) => {
    const answer = answers[token];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
}
