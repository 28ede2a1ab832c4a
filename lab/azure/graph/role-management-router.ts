/** `/roleManagement/directory` of Microsoft Graph v1.0: directory roles, and who has them or may activate them. */
import { type Request, Router } from "express";
import type { HeldRole, RoleDefinition } from "../directory/directory-roles";
import type { EntraTenant } from "../entra/entra-tenant";
import { GraphError } from "./graph-error";
import { graphCallerOf, sendCollection } from "./graph-exchange";
import { describePrincipal } from "./owners";

/** What an assignment can show in addition. */
type Relationship = "principal" | "roleDefinition";

/** Lists roles, their assignments, and eligible assignments. */
export function roleManagementRouter(): Router {
  const router = Router();
  // @evidence documentation Definitions of roles can be listed, the built-in ones too. Source: Microsoft Graph, "List
  // roleDefinitions".
  router.get("/roleDefinitions", (request, response) => {
    const caller = graphCallerOf(response);
    caller.demandReadRoles();
    const definitions = caller.tenant.directoryRoles.definitions().map(definitionView);
    sendCollection(request, response, "roleManagement/directory/roleDefinitions", definitions);
  });
  // @evidence documentation Assignments can be listed with `$filter`, `$select`, and `$expand`. Source: Microsoft Graph, "List
  // unifiedRoleAssignments"; that no filter is needed is in microsoftgraph/microsoft-graph-docs-contrib #8876.
  router.get("/roleAssignments", (request, response) => {
    const caller = graphCallerOf(response);
    caller.demandReadRoles();
    const relationship = expandedIn(request);
    const views = caller.tenant.directoryRoles.assignments().map((held) => ({
      id: held.id,
      principalId: held.principalId,
      resourceScope: held.directoryScopeId,
      directoryScopeId: held.directoryScopeId,
      roleDefinitionId: held.roleDefinitionId,
      ...related(held, relationship, caller.tenant),
    }));
    const type = `roleManagement/directory/roleAssignments${relationship === undefined ? "" : `(${relationship}())`}`;
    sendCollection(request, response, type, views, { expands: true });
  });
  // @evidence documentation Eligible assignments can be listed with `$filter`, `$select`, and `$expand`. Source: Microsoft Graph,
  // "List roleEligibilityScheduleInstances".
  router.get("/roleEligibilityScheduleInstances", (request, response) => {
    const caller = graphCallerOf(response);
    caller.demandReadEligibleRoles();
    const { directoryRoles } = caller.tenant;
    if (!directoryRoles.hasPrivilegedIdentityManagement) {
      // @evidence report A tenant without the license is 400 `AadPremiumLicenseRequired`. Source: microsoft365dsc/Microsoft365DSC and
      // other public tools, which look for the code and the text.
      throw new GraphError(
        400,
        "AadPremiumLicenseRequired",
        "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.",
      );
    }
    const relationship = expandedIn(request);
    const views = directoryRoles.eligible().map((held) => ({
      id: held.id,
      principalId: held.principalId,
      roleDefinitionId: held.roleDefinitionId,
      directoryScopeId: held.directoryScopeId,
      appScopeId: null,
      startDateTime: "2026-01-01T00:00:00Z",
      endDateTime: null,
      memberType: "Direct",
      roleEligibilityScheduleId: held.id.replace(/-1-e$/, ""),
      ...related(held, relationship, caller.tenant),
    }));
    const type = "roleManagement/directory/roleEligibilityScheduleInstances";
    sendCollection(request, response, type, views, { expands: true });
  });
  return router;
}

/** The relationship that `$expand` names. @throws GraphError 400 for several. */
function expandedIn({ query: { $expand: expand } }: Request): Relationship | undefined {
  if (typeof expand !== "string") {
    return undefined;
  }
  const names = expand.split(",");
  if (names.length > 1) {
    // @evidence log Only one relationship can be expanded. Source: microsoftgraph/microsoft-graph-docs #16186;
    // microsoftgraph/microsoft-graph-docs-contrib #8352 has the text, for users.
    throw GraphError.badRequest(
      `The result of parsing $expand contained at least ${names.length} items, but the maximum allowed is 1.`,
    );
  }
  if (expand !== "principal" && expand !== "roleDefinition") {
    throw GraphError.notInTheLab(`$expand=${expand}`);
  }
  return expand;
}

/** What `$expand` adds. */
function related(held: HeldRole, relationship: Relationship | undefined, tenant: EntraTenant): object {
  switch (relationship) {
    case "principal":
      // @evidence documentation An expanded principal has its type and its properties. Source: Microsoft Graph, "List
      // unifiedRoleAssignments" (example 1); that a deleted one is null is inferred.
      return { principal: describePrincipal(held.principalId, tenant.directory) ?? null };
    case "roleDefinition":
      return { roleDefinition: definitionView(tenant.directoryRoles.definition(held)) };
    case undefined:
      return {};
  }
}

/**
 * Resource type `unifiedRoleDefinition`.
 *
 * @evidence documentation A definition shows `id`, `templateId`, `displayName`, `description`, `isBuiltIn`, `isEnabled`, `version`,
 *   `resourceScopes`, `inheritsPermissionsFrom`, and `rolePermissions`, each with `allowedResourceActions` and `condition`. Source: Microsoft
 *   Graph, "unifiedRoleDefinition resource type", "unifiedRolePermission resource type".
 */
function definitionView({ id, displayName, allowedResourceActions, isBuiltIn }: RoleDefinition) {
  return {
    id,
    description: displayName,
    displayName,
    isBuiltIn,
    isEnabled: true,
    resourceScopes: ["/"],
    templateId: id,
    version: "1",
    rolePermissions: [{ allowedResourceActions, condition: null }],
    inheritsPermissionsFrom: [],
  };
}
