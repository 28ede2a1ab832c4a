/** Who calls Microsoft Graph, and what it may do. */
import type { EntraTenant } from "../entra/entra-tenant";
import { GraphError } from "./graph-error";

/** Application permissions, any of these sets of which is enough. */
export type Permissions = readonly (readonly string[])[];

/**
 * The application permissions of each kind of request, as the pages of Microsoft Graph v1.0 list them, the least
 * privileged first.
 */
export const PERMISSIONS = {
  /** "Get application", "List servicePrincipals", "List appRoleAssignments granted to a service principal", … */
  read: [
    ["Application.Read.All"],
    ["Application.ReadWrite.OwnedBy"],
    ["Application.ReadWrite.All"],
    ["Directory.Read.All"],
    ["Directory.ReadWrite.All"],
  ],
  /** "Create application", "Update servicePrincipal", "Delete application", … */
  write: [["Application.ReadWrite.OwnedBy"], ["Application.ReadWrite.All"], ["Directory.ReadWrite.All"]],
  /** "Grant an appRoleAssignment for a service principal": two at once. */
  assign: [
    ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"],
    ["AppRoleAssignment.ReadWrite.All", "Directory.Read.All"],
  ],
  /** "Delete an appRoleAssignment granted for a service principal". */
  unassign: [["AppRoleAssignment.ReadWrite.All"]],
} as const satisfies Record<string, Permissions>;

const OWNED_BY = "Application.ReadWrite.OwnedBy";

/** The application that called, with the permissions that its token carries. */
export class GraphCaller {
  constructor(
    readonly tenant: EntraTenant,
    /** Object ID of its service principal. */
    readonly id: string,
    private readonly roles: readonly string[],
  ) {}

  /** @throws GraphError 403 unless one of the sets was granted. */
  demand(permissions: Permissions): void {
    if (!this.#has(permissions)) {
      throw GraphError.forbidden();
    }
  }

  /**
   * Demands to write an object: `Application.ReadWrite.OwnedBy` is enough for objects that the caller owns, that is,
   * created.
   *
   * @throws GraphError 403.
   */
  demandWrite({ ownerIds }: { readonly ownerIds: ReadonlySet<string> }): void {
    const others = PERMISSIONS.write.filter(([permission]) => permission !== OWNED_BY);
    const owns = ownerIds.has(this.id) && this.roles.includes(OWNED_BY);
    if (!owns && !this.#has(others)) {
      throw GraphError.forbidden();
    }
  }

  #has(permissions: Permissions): boolean {
    return permissions.some((set) => set.every((permission) => this.roles.includes(permission)));
  }
}
