/** How Microsoft Graph shows the objects of a directory. */
import type { Application, AppRoleAssignment, ServicePrincipal } from "../directory/directory-objects";
import type { DirectoryReader } from "../directory/directory-reader";

/**
 * Graph resource type `application`. Its publisher is the domain that its tenant has proved to own first.
 *
 * @evidence recorded An application is shown without its owners and with null for what it does not have. Source:
 *   Azure/azure-cli role/tests/latest/recordings/test_app_scenario.yaml, which has about 25 more members.
 */
export function applicationView(
  application: Application,
  publisherDomain: string | null,
): Record<string, unknown> {
  const { id, appId, createdDateTime, displayName, identifierUris, signInAudience, appRoles, api } =
    application;
  return {
    tags: [],
    ...application.others,
    id,
    appId,
    createdDateTime,
    deletedDateTime: null,
    displayName,
    identifierUris,
    publisherDomain,
    signInAudience,
    appRoles: appRoles.map((role) => ({ ...role, origin: "Application" })),
    api,
  };
}

/** Lists whose order Graph does not keep, by the members that lead to them. */
const UNORDERED: readonly (readonly string[])[] = [
  ["appRoles"],
  ["requiredResourceAccess"],
  ["web", "redirectUris"],
  ["spa", "redirectUris"],
  ["publicClient", "redirectUris"],
];

/**
 * An application as a read shows it, with lists in another order than they were sent.
 *
 * @evidence recorded A read gives app roles, required permissions, and redirect URIs in another order than the answer to POST.
 *   Source: cassettes of the Azure CLI (`test_app_scenario.yaml`).
 * @evidence inferred The order is the reverse one. Reason: the cassettes show that it differs, not how.
 */
export function inAnotherOrder(view: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return UNORDERED.reduce<Record<string, unknown>>((shown, path) => reversedAt(shown, path), { ...view });
}

function reversedAt(
  object: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
): Record<string, unknown> {
  const value = object[name];
  if (Array.isArray(value)) {
    return { ...object, [name]: value.toReversed() as unknown[] };
  }
  return typeof value === "object" && value !== null && rest.length > 0
    ? { ...object, [name]: reversedAt(value as Record<string, unknown>, rest) }
    : object;
}

/**
 * Graph resource type `servicePrincipal`.
 *
 * @evidence recorded A service principal is shown with its names, kind, and roles. Source: Azure/azure-cli
 *   role/tests/latest/recordings/test_service_principal_scenario.yaml, which has more members.
 */
export function servicePrincipalView(
  servicePrincipal: ServicePrincipal,
  directory: DirectoryReader,
): Record<string, unknown> {
  return {
    replyUrls: [],
    tags: [],
    ...servicePrincipal.others,
    id: servicePrincipal.id,
    appId: servicePrincipal.appId,
    deletedDateTime: null,
    accountEnabled: servicePrincipal.accountEnabled,
    alternativeNames: servicePrincipal.alternativeNames,
    appDisplayName: directory.application(servicePrincipal.appId)?.displayName ?? null,
    appOwnerOrganizationId: servicePrincipal.appOwnerOrganizationId,
    appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
    appRoles: directory.appRoles(servicePrincipal).map((role) => ({ ...role, origin: "Application" })),
    displayName: servicePrincipal.displayName,
    servicePrincipalNames: directory.names(servicePrincipal),
    servicePrincipalType: servicePrincipal.servicePrincipalType,
    signInAudience: directory.application(servicePrincipal.appId)?.signInAudience ?? null,
  };
}

/** Graph resource type `appRoleAssignment`. */
export function assignmentView(assignment: AppRoleAssignment): Record<string, unknown> {
  return { ...assignment, deletedDateTime: null };
}
