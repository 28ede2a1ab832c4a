/** Microsoft's own APIs, which every tenant's directory holds. */
import { ARM_HOST, GRAPH_HOST } from "../azure-hosts";
import type { Directory } from "../directory/directory";
import type { AppRole } from "../directory/directory-objects";

/** Application ID of Microsoft Graph, the same in every tenant. */
export const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";
/** Application ID of Azure Resource Manager, the same in every tenant. */
export const ARM_APP_ID = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

/** Names by which a token for Azure Resource Manager may be asked. */
export const ARM_NAMES: readonly string[] = [
  `https://${ARM_HOST}`,
  `https://${ARM_HOST}/`,
  "https://management.core.windows.net",
  "https://management.core.windows.net/",
];

/** Names by which a token for Microsoft Graph may be asked. */
export const GRAPH_NAMES: readonly string[] = [
  `https://${GRAPH_HOST}`,
  `https://${GRAPH_HOST}/`,
  GRAPH_APP_ID,
];

/** Organization that owns Microsoft's APIs. */
const MICROSOFT_SERVICES = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/**
 * Application permissions of Microsoft Graph that the lab's routes know, by their IDs in the permissions reference.
 *
 * @evidence documentation Application permissions have the same IDs in every tenant. Source: Microsoft Graph,
 *   "Microsoft Graph permissions reference".
 */
const GRAPH_PERMISSIONS: Readonly<Record<string, string>> = {
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
  "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
  "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
  "Domain.Read.All": "dbb9058a-0e50-45d7-ae91-66909b5d4664",
  "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
  "Directory.ReadWrite.All": "19dbc75e-c2e2-444c-a770-ec69d8559fc7",
  "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
  "Policy.Read.All": "246dd0d5-5bd0-4def-940b-0421030a5b68",
  "RoleManagement.Read.Directory": "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
  "RoleManagement.Read.All": "c7fbd983-d9aa-4fa7-84b8-17382c103bc4",
  "RoleManagement.ReadWrite.Directory": "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
  "RoleEligibilitySchedule.Read.Directory": "ff278e11-4a33-4d0c-83d2-d01dc58929a5",
  "RoleEligibilitySchedule.ReadWrite.Directory": "fee28b28-e1f3-4841-818e-2704dc62245f",
  "RoleAssignmentSchedule.ReadWrite.Directory": "dd199f4a-f148-40a4-a2ec-f0069cc799ec",
};

/** Puts the service principals of Microsoft Graph and Azure Resource Manager into a directory. */
export function addFirstPartyApis(directory: Directory): void {
  const shared = { appOwnerOrganizationId: MICROSOFT_SERVICES };
  directory.createServicePrincipal({
    ...shared,
    appId: GRAPH_APP_ID,
    displayName: "Microsoft Graph",
    ownNames: GRAPH_NAMES,
    ownAppRoles: Object.entries(GRAPH_PERMISSIONS).map(([value, id]) => graphPermission(id, value)),
  });
  directory.createServicePrincipal({
    ...shared,
    appId: ARM_APP_ID,
    displayName: "Windows Azure Service Management API",
    ownNames: ARM_NAMES,
  });
}

/**
 * The ID of a Graph application permission.
 *
 * @throws Error naming those that the lab knows.
 */
export function graphPermissionId(name: string): string {
  const id = GRAPH_PERMISSIONS[name];
  if (id === undefined) {
    const known = Object.keys(GRAPH_PERMISSIONS).join(", ");
    throw new Error(
      `${name}: the lab does not support this Microsoft Graph permission. Expected one of ${known}`,
    );
  }
  return id;
}

function graphPermission(id: string, value: string): AppRole {
  return {
    id,
    value,
    displayName: value,
    description: null,
    allowedMemberTypes: ["Application"],
    isEnabled: true,
  };
}
