/** Resources of azuread on a lab, deployed as whoever is signed in, and what the tests of its plugin deploy. */
import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { azureadPlugin } from "../../../../pulumi/plugins/azuread/plugin";
import type { Properties } from "../../../../pulumi/plugins/kernel/property-value";
import type { AzureLab } from "../../../../testing/azure-lab";
import { type Deployed, Deployment } from "../../../../testing/deployment";

export const APPLICATION = "azuread:index/application:Application";
export const SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
export const ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";
export const IDENTIFIER_URI = "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri";
export const OWNER = "azuread:index/applicationOwner:ApplicationOwner";
export const ROLE_ID = "0d4b5f5c-5cc0-4d21-bb0c-29f5d5d4f1a1";

/** Deploys as the lab's deployer, or as the login whose environment is given. */
export function deployAs(
  lab: AzureLab,
  login: Readonly<Record<string, string>> = {},
): Deployment<GraphClient> {
  const environment = azureEnvironment({}, { ...lab.azure.environment(), ...login });
  return new Deployment(azureadPlugin, new GraphClient(new AzureSession(environment)));
}

/** An application with a role for applications. */
export function application(changes: Properties = {}): Properties {
  const role = {
    id: ROLE_ID,
    value: "Aws",
    displayName: "AWS",
    description: "d",
    allowedMemberTypes: ["Application"],
  };
  return { displayName: "app", appRoles: [role], ...changes };
}

/** Deploys an application and its service principal. */
export async function createBoth(
  deployment: Deployment<GraphClient>,
  owners: Properties = {},
): Promise<{ app: Deployed; principal: Deployed }> {
  const app = await deployment.create(APPLICATION, "app", application(owners));
  const clientId = app.outputs.clientId ?? "";
  const principal = await deployment.create(SERVICE_PRINCIPAL, "sp", {
    clientId,
    appRoleAssignmentRequired: true,
    ...owners,
  });
  return { app, principal };
}

/** The error of an operation that must fail. */
export async function failure(operation: Promise<unknown>): Promise<Error> {
  return operation.then(
    () => assert.fail("it succeeded"),
    (error: unknown) => error as Error,
  );
}

/** What Graph's 404 reads like in the provider's messages. */
export function notFoundText(id: string): string {
  return `unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
}
