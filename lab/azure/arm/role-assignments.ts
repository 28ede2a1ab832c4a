/** Who may do what in the subscription. */
import { isWithin } from "../resources/resource-id";

/**
 * Attaching a managed identity to a resource.
 *
 * @evidence documentation Attaching a managed identity needs this action. Source: Azure, "Azure built-in roles"
 *   (Managed Identity Operator).
 */
export const ASSIGN_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

/** What a role allows, as clients read it. */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/**
 * Azure's built-in roles that the lab knows, with their actions as far as the lab has what they are about ("Azure
 * built-in roles").
 *
 * @evidence documentation Four built-in roles have these actions. Source: Azure, "Azure built-in roles".
 */
const ROLES = {
  Contributor: {
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
    ],
  },
  Reader: { actions: ["*/read"], notActions: [] },
  "User Access Administrator": {
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
    notActions: [],
  },
  "Managed Identity Operator": {
    actions: ["Microsoft.ManagedIdentity/userAssignedIdentities/read", ASSIGN_IDENTITY],
    notActions: [],
  },
} as const satisfies Record<string, Pick<RolePermission, "actions" | "notActions">>;

/**
 * The IDs of the definitions of the built-in roles, the same in every tenant.
 *
 * @evidence documentation Built-in roles have these IDs. Source: Azure, "Azure built-in roles".
 */
const DEFINITIONS: Readonly<Record<string, RoleName>> = {
  "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
};

/** A role that the lab knows. */
export type RoleName = keyof typeof ROLES;

/**
 * A role of the tenant's own.
 *
 * @evidence documentation A custom role has a name, actions, and actions that are taken out. Source: Azure, "Azure custom roles".
 */
export interface CustomRole {
  /** The ID of its definition. */
  readonly id: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** The role that a definition's ID names. Undefined for one that the lab does not know. */
export function roleOf(definitionId: string): RoleName | undefined {
  return DEFINITIONS[definitionId.slice(definitionId.lastIndexOf("/") + 1).toLowerCase()];
}

/** A role that somebody has in a scope and everything inside it. */
export interface RoleAssignment {
  /** Object ID of a service principal. */
  readonly principalId: string;
  readonly role: RoleName | CustomRole;
  /** ID of the subscription, of a resource group or of a resource. */
  readonly scope: string;
}

/** The ID of a role's definition. */
export function definitionIdOf(role: RoleName | CustomRole): string {
  const [id = ""] = Object.entries(DEFINITIONS).find(([, name]) => name === role) ?? [];
  return typeof role === "string" ? id : role.id;
}

/** The role assignments of the subscription. */
export class RoleAssignments {
  readonly #all = new Set<RoleAssignment>();

  /** Adds one. Answers what takes it back. */
  add(assignment: RoleAssignment): () => void {
    this.#all.add(assignment);
    return () => {
      this.#all.delete(assignment);
    };
  }

  /** Takes all roles of a principal away. */
  withdraw(principalId: string): void {
    for (const assignment of this.all()) {
      if (assignment.principalId === principalId) {
        this.#all.delete(assignment);
      }
    }
  }

  all(): readonly RoleAssignment[] {
    return [...this.#all];
  }

  /** All roles that the tenant knows: the built-in ones, and its own ones that somebody has. */
  definitions(): readonly CustomRole[] {
    const builtIn = Object.entries(DEFINITIONS).map(([id, name]) => ({ id, name, ...ROLES[name] }));
    const own = this.all().flatMap(({ role }) => (typeof role === "string" ? [] : [role]));
    return [...builtIn, ...new Set(own)];
  }

  /** What the principal's roles on a scope and above it allow, role by role. */
  permissions(principalId: string, scope: string): readonly RolePermission[] {
    return this.all()
      .filter((assignment) => assignment.principalId === principalId && isWithin(scope, assignment.scope))
      .map(({ role }) => permissionOf(role));
  }

  /** Whether the principal may do that in the scope. Without an action: whether it has any role there or inside. */
  allow(principalId: string, action: string | undefined, scope: string): boolean {
    return action === undefined
      ? this.#touching(principalId, scope).length > 0
      : this.#touching(principalId, scope).some(
          (assignment) => isWithin(scope, assignment.scope) && allows(assignment, action),
        );
  }

  /** Whether a role of the principal, in the scope or inside of it, allows that. */
  allowWithin(principalId: string, action: string, scope: string): boolean {
    return this.#touching(principalId, scope).some((assignment) => allows(assignment, action));
  }

  /** The assignments of a principal on a scope, above it, and inside of it. */
  #touching(principalId: string, scope: string): readonly RoleAssignment[] {
    return this.all().filter(
      (assignment) =>
        assignment.principalId === principalId &&
        (isWithin(assignment.scope, scope) || isWithin(scope, assignment.scope)),
    );
  }
}

function allows({ role }: RoleAssignment, action: string): boolean {
  const { actions, notActions } = permissionOf(role);
  return (
    actions.some((allowed) => covers(allowed, action)) &&
    !notActions.some((excluded) => covers(excluded, action))
  );
}

/** What a role allows. */
function permissionOf(role: RoleName | CustomRole): RolePermission {
  const { actions, notActions } = typeof role === "string" ? ROLES[role] : role;
  return { actions, notActions, dataActions: [], notDataActions: [] };
}

function covers(allowed: string, action: string): boolean {
  const parts = allowed.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
