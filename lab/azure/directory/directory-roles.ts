/** Directory roles of a tenant: what people and applications may do in it beyond their own objects. */
import { randomBytes, randomUUID } from "node:crypto";
import { BUILT_IN_ROLES, type BuiltInRole } from "./built-in-roles";

/** Actions that the lab's routes ask for, in the words of Microsoft Entra ("Microsoft Entra built-in roles"). */
export const ACTIONS = {
  createApplication: "microsoft.directory/applications/create",
  createApplicationAsOwner: "microsoft.directory/applications/createAsOwner",
  updateApplication: "microsoft.directory/applications/basic/update",
  createServicePrincipal: "microsoft.directory/servicePrincipals/create",
  createServicePrincipalAsOwner: "microsoft.directory/servicePrincipals/createAsOwner",
  updateServicePrincipal: "microsoft.directory/servicePrincipals/basic/update",
  assignAppRole: "microsoft.directory/servicePrincipals/appRoleAssignedTo/update",
  /** Microsoft Graph's own app roles are for those who may consent to any permission. */
  assignGraphPermission:
    "microsoft.directory/servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin",
} as const;

/** A built-in role by its name, or a custom one by its actions. */
export type DirectoryRole = string | CustomDirectoryRole;

/** A role that somebody made. */
export interface CustomDirectoryRole {
  /** Default is "Custom role". */
  readonly displayName?: string;
  readonly allowedResourceActions: readonly string[];
}

/** Who has which role, over what. */
export interface DirectoryRoleAssignment {
  /** Object ID of a user or of a service principal. */
  readonly principalId: string;
  readonly role: DirectoryRole;
  /** `directoryScopeId`: `/` for the whole tenant, or `/` with the object ID of one application or service principal. Default is `/`. */
  readonly scope?: string;
}

/** A role as Graph shows it (resource type `unifiedRoleDefinition`). */
export interface RoleDefinition extends BuiltInRole {
  readonly isBuiltIn: boolean;
}

/** An assignment as Graph shows it: one that is in force, or one that its holder may activate. */
export interface HeldRole {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
}

/** The role assignments of one tenant. */
export class DirectoryRoles {
  /**
   * Whether the tenant has a license for Privileged Identity Management, and so eligible assignments.
   *
   * @evidence documentation Eligible assignments need Microsoft Entra ID P2 or Microsoft Entra ID Governance. Source: Microsoft
   *   Entra, "Microsoft Entra ID Governance licensing fundamentals".
   */
  hasPrivilegedIdentityManagement = true;
  readonly #definitions = new Map<DirectoryRole, RoleDefinition>(
    BUILT_IN_ROLES.map((role) => [role.displayName, { ...role, isBuiltIn: true }]),
  );
  readonly #assignments: HeldRole[] = [];
  readonly #eligible: HeldRole[] = [];

  /** @throws Error naming the built-in roles that the lab knows, for another. */
  assign(assignment: DirectoryRoleAssignment): void {
    this.#assignments.push(this.#held(assignment, "-1"));
  }

  /**
   * Lets somebody activate a role, which the lab does not play.
   *
   * @throws Error naming the built-in roles that the lab knows, for another.
   */
  makeEligible(assignment: DirectoryRoleAssignment): void {
    this.#eligible.push(this.#held(assignment, "-1-e"));
  }

  /** Takes all roles of a principal away, and those that it may activate. */
  withdraw(principalId: string): void {
    for (const list of [this.#assignments, this.#eligible]) {
      list.splice(0, list.length, ...list.filter((held) => held.principalId !== principalId));
    }
  }

  /** All assignments that are in force. */
  assignments(): readonly HeldRole[] {
    return this.#assignments;
  }

  /** All assignments that their holders may activate. */
  eligible(): readonly HeldRole[] {
    return this.#eligible;
  }

  /** The built-in roles, and the custom ones that somebody has. */
  definitions(): readonly RoleDefinition[] {
    return [...this.#definitions.values()];
  }

  /** The built-in roles that the principal has over the whole tenant, as memberships show them. */
  builtInOf(
    principalId: string,
  ): readonly { readonly displayName: string; readonly roleTemplateId: string }[] {
    return this.#assignments.flatMap((held) => {
      const { isBuiltIn, displayName, id } = this.definition(held);
      return held.principalId === principalId && held.directoryScopeId === "/" && isBuiltIn
        ? [{ displayName, roleTemplateId: id }]
        : [];
    });
  }

  /** Whether a role of the principal has the action, over the tenant or over that object. */
  allow(principalId: string, action: string, objectId?: string): boolean {
    return this.#assignments.some(
      (held) =>
        held.principalId === principalId &&
        (held.directoryScopeId === "/" || held.directoryScopeId === `/${objectId ?? ""}`) &&
        this.definition(held).allowedResourceActions.some((allowed) => covers(allowed, action)),
    );
  }

  /** The role of an assignment. */
  definition({ roleDefinitionId }: HeldRole): RoleDefinition {
    const found = this.definitions().find(({ id }) => id === roleDefinitionId);
    if (found === undefined) {
      throw new Error(`${roleDefinitionId}: the tenant has no such role`);
    }
    return found;
  }

  #held({ principalId, role, scope = "/" }: DirectoryRoleAssignment, ending: string): HeldRole {
    const { id } = this.#defined(role);
    // @evidence documentation The ID of an assignment is not a GUID, and that of an eligible one ends with `-1-e`. Source: Microsoft
    // Graph, "List unifiedRoleAssignments", "List roleEligibilityScheduleInstances" (examples).
    const name = randomBytes(32).toString("base64url");
    return { id: `${name}${ending}`, principalId, roleDefinitionId: id, directoryScopeId: scope };
  }

  #defined(role: DirectoryRole): RoleDefinition {
    const known = this.#definitions.get(role);
    if (known !== undefined) {
      return known;
    }
    if (typeof role === "string") {
      throw new Error(
        `${role}: the lab does not support this directory role. Expected one of ${BUILT_IN_ROLES.map(({ displayName }) => displayName).join(", ")}`,
      );
    }
    const { displayName = "Custom role", allowedResourceActions } = role;
    const made = { id: randomUUID(), displayName, allowedResourceActions, isBuiltIn: false };
    this.#definitions.set(role, made);
    return made;
  }
}

/** Whether one action is the other, or all that there is on the objects. */
function covers(allowed: string, action: string): boolean {
  const [, objects] = /^(.+)\/allProperties\/allTasks$/.exec(allowed) ?? [];
  return allowed === action || (objects !== undefined && action.startsWith(`${objects}/`));
}
