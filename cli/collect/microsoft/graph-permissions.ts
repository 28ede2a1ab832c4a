/** Who has application permissions of Microsoft Graph that control applications or directory roles. */
import { CloudError } from "../../clouds/cloud-error";
import { textAt, viewsIn } from "../../clouds/microsoft/arm-views";
import type { MicrosoftApi } from "../../clouds/microsoft/microsoft-api";
import type { ObjectRecord } from "../../snapshot/snapshot-records";

/** The permission that reads applications, service principals, and what is assigned to them. */
export const APPLICATION_READ = "Application.Read.All (an application permission of Microsoft Graph)";

/** The client ID of Microsoft Graph in every tenant. Source: Microsoft, "Verify first-party Microsoft applications in sign-in reports". */
const GRAPH = "00000003-0000-0000-c000-000000000000";

/**
 * Application permissions by which their holder gets hold of an application, or of the right to.
 *
 * Grade: which permission sends which request is in microsoftgraph/microsoft-graph-devx-content permissions/new/permissions.json at
 * 6cbd6bb (2026-08-07): `POST /applications/{id}/addPassword`, `POST /servicePrincipals/{id}/appRoleAssignedTo`,
 * `POST /roleManagement/directory/roleAssignments`, `…/roleAssignmentScheduleRequests`, and `…/roleEligibilityScheduleRequests`.
 */
export const CONTROLLING_PERMISSIONS: readonly string[] = [
  "Application.ReadWrite.All",
  "Application.ReadWrite.OwnedBy",
  "AppRoleAssignment.ReadWrite.All",
  "Directory.ReadWrite.All",
  "RoleManagement.ReadWrite.Directory",
  "RoleAssignmentSchedule.ReadWrite.Directory",
  "RoleEligibilitySchedule.ReadWrite.Directory",
];

/**
 * The assignments of these permissions. Source: Microsoft Graph, "List servicePrincipals", and "List appRoleAssignments granted for a
 * service principal", whose least permission is `Application.Read.All`.
 */
export async function* readGraphPermissions(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const path = `/v1.0/servicePrincipals?$filter=appId eq '${GRAPH}'&$select=id,appRoles`;
  let isThere = false;
  for await (const principal of graph.list(path, APPLICATION_READ)) {
    isThere = true;
    const names = new Map(
      viewsIn(principal.appRoles).map((role) => [textAt(role, "id").toLowerCase(), textAt(role, "value")]),
    );
    const assigned = `/v1.0/servicePrincipals/${textAt(principal, "id")}/appRoleAssignedTo?$top=999`;
    for await (const assignment of graph.list(assigned, APPLICATION_READ)) {
      const permission = names.get(textAt(assignment, "appRoleId").toLowerCase()) ?? "";
      if (CONTROLLING_PERMISSIONS.includes(permission)) {
        yield {
          kind: "entra.graph-permission",
          of,
          data: {
            id: textAt(assignment, "id"),
            principalId: textAt(assignment, "principalId"),
            principalType: textAt(assignment, "principalType"),
            principalDisplayName: textAt(assignment, "principalDisplayName"),
            appRoleId: textAt(assignment, "appRoleId"),
            permission,
          },
        };
      }
    }
  }
  if (!isThere) {
    // Every tenant has it, so an empty answer is none.
    throw new CloudError("failed", "NoGraph", "the tenant shows no service principal of Microsoft Graph");
  }
}
