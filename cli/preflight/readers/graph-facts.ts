/** What the checks need of Microsoft Graph, in plain terms. */
import { isObject, stringsIn } from "../../../trust";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import type { AzureSession } from "../../clouds/microsoft/azure-session";
import { isRead, mapReading, type Reading } from "../../clouds/reading";
import type { AdoptedApplication, AppManagementPolicy, GraphRights, UriRestriction } from "../facts";

/** The rights of a login in Entra. Only a person's directory roles are read; an application's permissions are in its token. */
export async function readGraphRights({ identity, api }: AzureSession): Promise<GraphRights> {
  if (identity.kind !== "user") {
    const notRead = { refused: "read for people only" };
    return { identity, directoryRoles: notRead, membersMayRegister: notRead };
  }
  const [roles, policy] = await Promise.all([
    // Everybody may read their own. Source: Microsoft Graph, "List a user's memberships (direct and transitive)".
    api.list("/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=roleTemplateId"),
    // Source: Microsoft Graph, "Get authorizationPolicy".
    api.get("/v1.0/policies/authorizationPolicy"),
  ]);
  return {
    identity,
    directoryRoles: mapReading(roles, (all) =>
      all.flatMap(({ roleTemplateId }) => stringsIn([roleTemplateId])),
    ),
    membersMayRegister: mapReading(
      policy,
      (view) => memberOf(memberOf(view, "defaultUserRolePermissions"), "allowedToCreateApps") === true,
    ),
  };
}

/** The tenant's policy on application ID URIs. Source: Microsoft Graph, "Get tenantAppManagementPolicy". */
export async function readAppManagementPolicy(api: AzureApi): Promise<Reading<AppManagementPolicy>> {
  const reading = await api.get("/v1.0/policies/defaultAppManagementPolicy");
  return mapReading(reading, (view) => {
    const isEnabled = memberOf(view, "isEnabled") === true;
    const uris = memberOf(memberOf(view, "applicationRestrictions"), "identifierUris");
    const restriction = (name: string): UriRestriction => {
      const found = memberOf(uris, name);
      return {
        isEnabled: isEnabled && memberOf(found, "state") === "enabled",
        excludesV2Tokens: memberOf(found, "excludeAppsReceivingV2Tokens") === true,
      };
    };
    return {
      tenantIdentifier: restriction("uriAdditionWithoutUniqueTenantIdentifier"),
      nonDefault: restriction("nonDefaultUriAddition"),
    };
  });
}

/**
 * An existing application and its service principal; `undefined` if the tenant has no such application. Source: Microsoft Graph,
 * "List applications", "List servicePrincipals".
 */
export async function readAdoptedApplication(
  api: AzureApi,
  clientId: string,
): Promise<Reading<AdoptedApplication | undefined>> {
  const filter = `$filter=${encodeURIComponent(`appId eq '${clientId}'`)}`;
  const [applications, servicePrincipals] = await Promise.all([
    api.list(`/v1.0/applications?${filter}`),
    api.list(`/v1.0/servicePrincipals?${filter}`),
  ]);
  if (!isRead(applications)) {
    return applications;
  }
  const [application] = applications.value;
  return mapReading(servicePrincipals, ([servicePrincipal]) =>
    application === undefined ? undefined : applicationOf(application, servicePrincipal),
  );
}

function applicationOf(
  application: Readonly<Record<string, unknown>>,
  servicePrincipal: Readonly<Record<string, unknown>> | undefined,
): AdoptedApplication {
  return {
    identifierUris: stringsIn(application.identifierUris),
    // Without a version, tokens are of version 1. Source: Microsoft Graph, "apiApplication resource type".
    tokenVersion: Number(memberOf(application.api, "requestedAccessTokenVersion") ?? 1),
    isSingleTenant: application.signInAudience === "AzureADMyOrg",
    servicePrincipal:
      servicePrincipal === undefined
        ? undefined
        : {
            isEnabled: servicePrincipal.accountEnabled !== false,
            requiresAssignment: servicePrincipal.appRoleAssignmentRequired === true,
          },
  };
}

/** The verified domains of the tenant. Source: Microsoft Graph, "List domains". */
export async function readVerifiedDomains(api: AzureApi): Promise<Reading<readonly string[]>> {
  return mapReading(await api.list("/v1.0/domains"), (all) =>
    all.filter(({ isVerified }) => isVerified === true).flatMap(({ id }) => stringsIn([id])),
  );
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
