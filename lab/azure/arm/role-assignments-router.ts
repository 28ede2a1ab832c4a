/** `Microsoft.Authorization/roleAssignments` on the subscription and on resource groups. */
import { randomUUID } from "node:crypto";
import { type Request, Router } from "express";
import type { EntraTenant } from "../entra/entra-tenant";
import { ArmError } from "../resources/arm-error";
import { sameId } from "../resources/resource-id";
import { bodyOf } from "./arm-exchange";
import { sendPage } from "./arm-page";
import { definitionIdOf, type RoleAssignment, type RoleAssignments, roleOf } from "./role-assignments";

const ADDRESSES = [
  "/subscriptions/:subscriptionId",
  "/subscriptions/:subscriptionId/resourcegroups/:group",
].map((scope) => `${scope}/providers/Microsoft.Authorization/roleAssignments/:name`);

/** An assignment as clients read it. */
interface View {
  readonly id: string;
  readonly name: string;
  readonly type: "Microsoft.Authorization/roleAssignments";
  readonly properties: {
    readonly scope: string;
    readonly principalId: string;
    readonly principalType: string;
    readonly roleDefinitionId: string;
  };
}

/** The routes of assignments that clients make. Those of {@link RoleAssignments.add} have no names, and are not among them. */
export function roleAssignmentsRouter(
  tenant: EntraTenant,
  roles: RoleAssignments,
  pageSize?: number,
): Router {
  const router = Router();
  const names = new Map<RoleAssignment, string>();
  const made = new Map<string, { readonly view: View; readonly withdraw: () => void }>();
  const key = ({ path }: Request): string => path.toLowerCase();
  // @evidence documentation Creating an assignment answers 201 with the object. Source: Azure Authorization, "Role Assignments -
  // Create".
  router.put(ADDRESSES, (request: Request, response) => {
    const view = viewOf(request, tenant);
    const { scope, principalId, roleDefinitionId } = view.properties;
    const role = roleOf(roleDefinitionId);
    if (role === undefined) {
      // @evidence inferred A role that the lab does not know is 404. Reason: Azure knows more roles; the text is the lab's.
      throw new ArmError(
        404,
        "RoleDefinitionDoesNotExist",
        `The lab does not know the role ${roleDefinitionId}.`,
      );
    }
    const isTaken = [...made].some(
      ([
        other,
        {
          view: { properties },
        },
      ]) =>
        other !== key(request) &&
        sameId(properties.scope, scope) &&
        properties.principalId === principalId &&
        roleOf(properties.roleDefinitionId) === role,
    );
    if (isTaken) {
      // @evidence documentation The same role of the same principal on the same scope is 409 `RoleAssignmentExists`. Source: Azure,
      // "Troubleshoot Azure RBAC".
      throw new ArmError(409, "RoleAssignmentExists", "The role assignment already exists.");
    }
    made.get(key(request))?.withdraw();
    made.set(key(request), { view, withdraw: roles.add({ principalId, role, scope }) });
    response.status(201).json(view);
  });
  // @evidence documentation Reading an assignment answers 200. Source: Azure Authorization, "Role Assignments - Get".
  router.get(ADDRESSES, (request: Request, response) => {
    const found = made.get(key(request));
    if (found === undefined) {
      // @evidence inferred An assignment that does not exist is 404 `RoleAssignmentNotFound`. Reason: the code is Azure's; the text is
      // the lab's.
      throw new ArmError(
        404,
        "RoleAssignmentNotFound",
        `The role assignment '${String(request.params.name)}' is not found.`,
      );
    }
    response.json(found.view);
  });
  // @evidence documentation Deleting an assignment answers 200, and 204 for one that does not exist. Source: Azure Authorization,
  // "Role Assignments - Delete".
  router.delete(ADDRESSES, (request: Request, response) => {
    const found = made.get(key(request));
    if (found === undefined) {
      response.status(204).end();
      return;
    }
    found.withdraw();
    made.delete(key(request));
    response.json(found.view);
  });
  // @evidence documentation Listing for a subscription answers the assignments at the subscription, above it, and below it.
  // Source: Azure Authorization, "Role Assignments - List For Subscription".
  router.get(
    "/subscriptions/:subscriptionId/providers/Microsoft.Authorization/roleAssignments",
    (request: Request, response) => {
      const views = roles.all().map((assignment) => {
        const own = [...made.values()].find(({ view: { properties } }) => isOf(assignment, properties));
        if (own !== undefined) {
          return own.view;
        }
        const name = names.get(assignment) ?? randomUUID();
        names.set(assignment, name);
        return listedView(assignment, name, String(request.params.subscriptionId), tenant);
      });
      sendPage(request, response, views, pageSize);
    },
  );
  // @evidence documentation A definition has `id`, `name`, `type`, and `properties` with `roleName`, `type`, `permissions`, whose
  // members have `actions`, `notActions`, `dataActions`, and `notDataActions`, and `assignableScopes`. Source: Azure
  // Authorization, "Role Definitions - List".
  router.get(
    "/subscriptions/:subscriptionId/providers/Microsoft.Authorization/roleDefinitions",
    (request: Request, response) => {
      const scope = `/subscriptions/${String(request.params.subscriptionId)}`;
      const views = roles.definitions().map(({ id, name: roleName, actions, notActions }) => ({
        id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
        name: id,
        type: "Microsoft.Authorization/roleDefinitions",
        properties: {
          roleName,
          type: roleOf(id) === undefined ? "CustomRole" : "BuiltInRole",
          permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
          assignableScopes: [roleOf(id) === undefined ? scope : "/"],
        },
      }));
      sendPage(request, response, views, pageSize);
    },
  );
  return router;
}

function isOf({ principalId, role, scope }: RoleAssignment, properties: View["properties"]): boolean {
  return (
    properties.principalId === principalId &&
    sameId(properties.scope, scope) &&
    roleOf(properties.roleDefinitionId) === role
  );
}

/**
 * An assignment that nobody made by a request.
 *
 * @evidence documentation An assignment has `id`, `name`, `type`, and `properties` with `scope`, `principalId`, `principalType`, and
 *   `roleDefinitionId`. Source: Azure Authorization, "Role Assignments - List For Subscription".
 */
function listedView(
  { principalId, role, scope }: RoleAssignment,
  name: string,
  subscriptionId: string,
  { directory }: EntraTenant,
): View {
  const definitions = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: "Microsoft.Authorization/roleAssignments",
    properties: {
      scope,
      principalId,
      principalType: directory.servicePrincipal(principalId) === undefined ? "User" : "ServicePrincipal",
      roleDefinitionId: `${definitions}/${definitionIdOf(role)}`,
    },
  };
}

/** @throws ArmError 400 for a principal that the tenant does not have */
function viewOf(request: Request, { directory, tenantId }: EntraTenant): View {
  const { properties } = bodyOf(request) as { properties?: Record<string, unknown> };
  const { principalId, roleDefinitionId } = properties ?? {};
  const principal = directory.servicePrincipal(String(principalId));
  if (principal === undefined) {
    // @evidence documentation A principal that does not exist is 400 `PrincipalNotFound`. Source: Azure, "Troubleshoot Azure RBAC".
    throw new ArmError(
      400,
      "PrincipalNotFound",
      `Principal ${String(principalId)} does not exist in the directory ${tenantId}.`,
    );
  }
  const id = decodeURIComponent(request.path);
  return {
    id,
    name: id.slice(id.lastIndexOf("/") + 1),
    type: "Microsoft.Authorization/roleAssignments",
    properties: {
      scope: id.slice(0, id.toLowerCase().indexOf("/providers/microsoft.authorization/")),
      principalId: principal.id,
      // @evidence documentation An assignment shows the kind of its principal. Source: Azure Authorization, "Role Assignments - Get".
      principalType: "ServicePrincipal",
      roleDefinitionId: String(roleDefinitionId),
    },
  };
}
