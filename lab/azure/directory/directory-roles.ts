/** Directory roles of a tenant: what people and applications may do in it beyond their own objects. */

/** Actions that the lab's routes ask for, in the words of Microsoft Entra ("Microsoft Entra built-in roles"). */
export const ACTIONS = {
  createApplication: "microsoft.directory/applications/create",
  createApplicationAsOwner: "microsoft.directory/applications/createAsOwner",
  updateApplication: "microsoft.directory/applications/basic/update",
  createServicePrincipal: "microsoft.directory/servicePrincipals/create",
  createServicePrincipalAsOwner: "microsoft.directory/servicePrincipals/createAsOwner",
  updateServicePrincipal: "microsoft.directory/servicePrincipals/basic/update",
  assignAppRole: "microsoft.directory/servicePrincipals/appRoleAssignedTo/update",
  /** Not Entra's word: Microsoft Graph's own app roles are for Privileged Role Administrators alone. */
  assignGraphPermission: "microsoft.graph/appRoleAssignedTo/update",
} as const;

const applicationAdministrator = [
  ACTIONS.createApplication,
  ACTIONS.updateApplication,
  ACTIONS.createServicePrincipal,
  ACTIONS.updateServicePrincipal,
  ACTIONS.assignAppRole,
];

/**
 * Built-in roles with those of the actions that they have.
 *
 * The role's `appRoleAssignments/createAsOwner` is not played: no page says over which resources it counts.
 *
 * @evidence documentation Application Developer owns what it creates, and has no further rights by the role. Source:
 *   Microsoft Entra, "Microsoft Entra built-in roles"; Microsoft Graph, "Grant an appRoleAssignment for a service
 *   principal".
 */
const BUILT_IN_ROLES: Readonly<Record<string, readonly string[]>> = {
  "Global Administrator": Object.values(ACTIONS),
  "Privileged Role Administrator": [ACTIONS.assignAppRole, ACTIONS.assignGraphPermission],
  "Application Administrator": applicationAdministrator,
  "Cloud Application Administrator": applicationAdministrator,
  "Application Developer": [ACTIONS.createApplicationAsOwner, ACTIONS.createServicePrincipalAsOwner],
  "Directory Writers": [ACTIONS.assignAppRole],
  "Hybrid Identity Administrator": [ACTIONS.assignAppRole],
  "Identity Governance Administrator": [ACTIONS.assignAppRole],
  "User Administrator": [ACTIONS.assignAppRole],
};

/** @evidence documentation Built-in roles have these template IDs. Source: Microsoft Entra, "Microsoft Entra built-in roles". */
const TEMPLATE_IDS: Readonly<Record<string, string>> = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
  "Application Developer": "cf1c38e5-3621-4004-a7cb-879624dced7c",
  "Directory Writers": "9360feb5-f418-4baa-8175-e2a00bac4301",
  "Hybrid Identity Administrator": "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
  "Identity Governance Administrator": "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",
  "User Administrator": "fe930be7-5e62-47db-91af-98c3a49a38b1",
};

/** A built-in role by its name, or a custom one by its actions. */
export type DirectoryRole = string | { readonly allowedResourceActions: readonly string[] };

/** Who has which role, over what. */
export interface DirectoryRoleAssignment {
  /** Object ID of a user or of a service principal. */
  readonly principalId: string;
  readonly role: DirectoryRole;
  /** `directoryScopeId`: `/` for the whole tenant, or `/` with the object ID of one application or service principal. Default is `/`. */
  readonly scope?: string;
}

/** The role assignments of one tenant. */
export class DirectoryRoles {
  readonly #assignments: DirectoryRoleAssignment[] = [];

  /** @throws Error naming the built-in roles that the lab knows, for another. */
  assign(assignment: DirectoryRoleAssignment): void {
    actionsOf(assignment.role);
    this.#assignments.push(assignment);
  }

  /** The built-in roles that the principal has over the whole tenant, as memberships show them. */
  builtInOf(
    principalId: string,
  ): readonly { readonly displayName: string; readonly roleTemplateId: string }[] {
    return this.#assignments.flatMap(({ principalId: holder, role, scope = "/" }) =>
      holder === principalId && scope === "/" && typeof role === "string"
        ? [{ displayName: role, roleTemplateId: TEMPLATE_IDS[role] ?? "" }]
        : [],
    );
  }

  /** Whether a role of the principal has the action, over the tenant or over that object. */
  allow(principalId: string, action: string, objectId?: string): boolean {
    return this.#assignments.some(
      ({ principalId: holder, role, scope = "/" }) =>
        holder === principalId &&
        (scope === "/" || scope === `/${objectId ?? ""}`) &&
        actionsOf(role).includes(action),
    );
  }
}

function actionsOf(role: DirectoryRole): readonly string[] {
  if (typeof role !== "string") {
    return role.allowedResourceActions;
  }
  const actions = BUILT_IN_ROLES[role];
  if (actions === undefined) {
    throw new Error(
      `${role}: the lab does not support this directory role. Expected one of ${Object.keys(BUILT_IN_ROLES).join(", ")}`,
    );
  }
  return actions;
}
