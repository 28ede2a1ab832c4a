/** Who has a directory role of Entra that controls applications or roles, or may activate one. */
import { stringsIn } from "../../../trust";
import { CloudError } from "../../clouds/cloud-error";
import { textAt, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import type { Item, MicrosoftApi } from "../../clouds/microsoft/microsoft-api";
import type { EntraDirectoryRoleAssignment, ObjectRecord } from "../../snapshot/snapshot-records";

/**
 * What the requests need. Source: Microsoft Graph, "List unifiedRoleAssignments", "List roleDefinitions", and "List
 * roleEligibilityScheduleInstances", whose own least permission, `RoleEligibilitySchedule.Read.Directory`, would be a second one.
 */
const NEEDS = "RoleManagement.Read.Directory (an application permission of Microsoft Graph)";

const DIRECTORY = "/v1.0/roleManagement/directory";

/**
 * Actions by which somebody gets hold of an application or a service principal, or of the right to. `applications` has the subtype
 * `applications.myOrganization` too.
 *
 * Grade: documentation. Source: Microsoft Entra, "Application registration permissions for custom roles", "Enterprise application
 * permissions for custom roles", and "Microsoft Entra built-in roles". Not tried in a tenant.
 */
export const CONTROLLING_DIRECTORY_ACTIONS: readonly string[] = [
  "microsoft.directory/applications/allProperties/allTasks",
  "microsoft.directory/applications/allProperties/update",
  "microsoft.directory/applications/credentials/update",
  "microsoft.directory/applications/owners/update",
  "microsoft.directory/servicePrincipals/allProperties/allTasks",
  "microsoft.directory/servicePrincipals/allProperties/update",
  "microsoft.directory/servicePrincipals/appRoleAssignedTo/update",
  "microsoft.directory/servicePrincipals/credentials/update",
  "microsoft.directory/servicePrincipals/owners/update",
  "microsoft.directory/roleAssignments/allProperties/allTasks",
];

/**
 * Built-in roles that control more than their actions say: Privileged Authentication Administrator, which can reset the password of
 * every administrator. Source: Microsoft Entra, "Microsoft Entra built-in roles", "Who can reset passwords".
 */
export const CONTROLLING_DIRECTORY_ROLES: readonly string[] = ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"];

/**
 * The code of Graph's refusal for a tenant without a license for Privileged Identity Management. Such a tenant has no eligible
 * assignments: Entra removes them when the license ends. Grade: the code is in public tools, such as Microsoft365DSC. Source: Microsoft
 * Entra, "Microsoft Entra ID Governance licensing fundamentals", for the removal.
 */
const NO_LICENSE = "AadPremiumLicenseRequired";

/** The assignments that are in force. Graph expands one relationship only, so definitions are another list. */
export async function* readDirectoryRoles(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const definitions = await readDefinitions(graph);
  for await (const view of graph.list(`${DIRECTORY}/roleAssignments?$expand=principal`, NEEDS)) {
    yield* recordOf(of, view, definitions, false);
  }
}

/** The assignments that their holders may activate. */
export async function* readEligibleDirectoryRoles(
  of: string,
  graph: MicrosoftApi,
): AsyncGenerator<ObjectRecord> {
  const definitions = await readDefinitions(graph);
  try {
    const path = `${DIRECTORY}/roleEligibilityScheduleInstances?$expand=principal`;
    for await (const view of graph.list(path, NEEDS)) {
      yield* recordOf(of, view, definitions, true);
    }
  } catch (error) {
    if (!(error instanceof CloudError && error.code === NO_LICENSE)) {
      throw error;
    }
  }
}

interface Definition {
  readonly name: string;
  readonly isBuiltIn: boolean;
  readonly actions: readonly string[];
}

async function readDefinitions(graph: MicrosoftApi): Promise<ReadonlyMap<string, Definition>> {
  const definitions = new Map<string, Definition>();
  const path = `${DIRECTORY}/roleDefinitions?$select=id,displayName,isBuiltIn,rolePermissions`;
  for await (const view of graph.list(path, NEEDS)) {
    definitions.set(textAt(view, "id").toLowerCase(), {
      name: textAt(view, "displayName"),
      isBuiltIn: view.isBuiltIn === true,
      actions: viewsIn(view.rolePermissions)
        .flatMap(({ allowedResourceActions }) => stringsIn(allowedResourceActions))
        .filter(isControlling),
    });
  }
  return definitions;
}

function isControlling(action: string): boolean {
  const folded = action.toLowerCase().replace("/applications.myorganization/", "/applications/");
  return CONTROLLING_DIRECTORY_ACTIONS.some((one) => one.toLowerCase() === folded);
}

function* recordOf(
  of: string,
  view: Item,
  definitions: ReadonlyMap<string, Definition>,
  eligible: boolean,
): Generator<ObjectRecord> {
  const roleDefinitionId = textAt(view, "roleDefinitionId");
  // A role that the list lacks could be any role, so it counts.
  const definition = definitions.get(roleDefinitionId.toLowerCase());
  if (
    definition?.actions.length === 0 &&
    !CONTROLLING_DIRECTORY_ROLES.includes(roleDefinitionId.toLowerCase())
  ) {
    return;
  }
  const data: EntraDirectoryRoleAssignment = {
    id: textAt(view, "id"),
    principalId: textAt(view, "principalId"),
    ...principalOf(viewOf(view.principal)),
    directoryScopeId: textAt(view, "directoryScopeId"),
    roleDefinitionId,
    roleName: definition?.name ?? roleDefinitionId,
    isBuiltIn: definition?.isBuiltIn ?? false,
    actions: definition?.actions ?? [],
    eligible,
  };
  yield { kind: "entra.directory-role-assignment", of, data };
}

/** Without `User.Read.All`, Graph may show the type and the ID alone. */
function principalOf(
  principal: Item,
): Pick<EntraDirectoryRoleAssignment, "principalType" | "principalDisplayName" | "userPrincipalName"> {
  const { displayName, userPrincipalName } = principal;
  return {
    principalType: textAt(principal, "@odata.type").replace("#microsoft.graph.", ""),
    ...(typeof displayName === "string" ? { principalDisplayName: displayName } : {}),
    ...(typeof userPrincipalName === "string" ? { userPrincipalName } : {}),
  };
}
