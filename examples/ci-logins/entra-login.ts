import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import { Application } from "@pulumi/azuread/application";
import { ApplicationFederatedIdentityCredential } from "@pulumi/azuread/applicationFederatedIdentityCredential";
import { ApplicationFlexibleFederatedIdentityCredential } from "@pulumi/azuread/applicationFlexibleFederatedIdentityCredential";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import { getServicePrincipalOutput } from "@pulumi/azuread/getServicePrincipal";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import type { Login, Subject } from "./ci-system";

/** The client ID of Microsoft Graph, the same in every tenant. */
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** What Entra demands of the tokens of CI systems. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/** IDs of Azure's built-in roles, the same in every tenant. */
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";

const READ = ["Application.Read.All"];
const PERMISSIONS: Readonly<
  Record<Login, { readonly azureRole: string; readonly graph: readonly string[] }>
> = {
  preview: { azureRole: READER, graph: READ },
  drift: { azureRole: READER, graph: READ },
  // The row "an application, usual" of docs/reference/permissions.md. It names a narrower one.
  update: {
    azureRole: CONTRIBUTOR,
    graph: [...READ, "Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"],
  },
};

/** Creates the application of a login, with its rights in Azure and Entra. @returns its service principal */
export function entraLogin(login: Login, { issuer, sub }: Subject, subscriptionId: string): ServicePrincipal {
  const application = new Application(login, { displayName: `ci-${login}`, signInAudience: "AzureADMyOrg" });
  const principal = new ServicePrincipal(login, { clientId: application.clientId });
  const shared = { applicationId: application.id, displayName: login, issuer };
  if (sub.includes("*")) {
    new ApplicationFlexibleFederatedIdentityCredential(login, {
      ...shared,
      audience: EXCHANGE_AUDIENCE,
      claimsMatchingExpression: `claims['sub'] matches '${sub}'`,
    });
  } else {
    new ApplicationFederatedIdentityCredential(login, {
      ...shared,
      audiences: [EXCHANGE_AUDIENCE],
      subject: sub,
    });
  }
  const { azureRole, graph: permissions } = PERMISSIONS[login];
  const subscription = `/subscriptions/${subscriptionId}`;
  new RoleAssignment(login, {
    scope: subscription,
    principalId: principal.objectId,
    principalType: "ServicePrincipal",
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${azureRole}`,
  });
  const graph = getServicePrincipalOutput({ clientId: GRAPH });
  for (const permission of permissions) {
    new AppRoleAssignment(`${login}-${permission}`, {
      principalObjectId: principal.objectId,
      resourceObjectId: graph.objectId,
      appRoleId: graph.appRoleIds.apply((ids) => ids[permission] ?? ""),
    });
  }
  return principal;
}
