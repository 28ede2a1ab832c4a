/** Who calls Microsoft Graph, and what it may do. */
import type { Application, ServicePrincipal } from "../directory/directory-objects";
import { ACTIONS } from "../directory/directory-roles";
import type { EntraTenant } from "../entra/entra-tenant";
import { GRAPH_APP_ID } from "../entra/first-party-apis";
import { GraphError } from "./graph-error";

/** Sets of permissions, any of which is enough. */
export type PermissionSets = readonly (readonly string[])[];

/** What a delegated token of the Azure CLI lets its bearer do that the user behind it may. */
const AS_USER = "Directory.AccessAsUser.All";
const OWNED_BY = "Application.ReadWrite.OwnedBy";

/**
 * The permissions of each kind of request, as the pages of Microsoft Graph v1.0 list them, the least privileged first.
 */
export const PERMISSIONS = {
  /**
   * A report of 2019 of a 403 (hashicorp/terraform-provider-azuread #116) is about Azure AD Graph, which is gone.
   *
   * @evidence documentation `OwnedBy` alone lists and reads every application and service principal. Source: Microsoft
   *   Graph, "List applications", "List servicePrincipals" (notes); microsoftgraph/microsoft-graph-docs #15850, where
   *   Microsoft's author tried it.
   */
  read: [
    ["Application.Read.All"],
    [OWNED_BY],
    ["Application.ReadWrite.All"],
    ["Directory.Read.All"],
    ["Directory.ReadWrite.All"],
    [AS_USER],
  ],
  /**
   * Any object.
   *
   * @evidence documentation `Application.ReadWrite.All` and `Directory.ReadWrite.All` create, change, and delete
   * applications and service principals. Source: Microsoft Graph, "Create application", "Update servicePrincipal",
   * "Delete application".
   */
  write: [["Application.ReadWrite.All"], ["Directory.ReadWrite.All"], [AS_USER]],
  /**
   * Objects that the caller owns.
   *
   * @evidence documentation `OwnedBy` does the same for objects that the caller owns. Source: Microsoft Graph, "Microsoft
   *   Graph permissions reference".
   */
  writeOwned: [[OWNED_BY]],
  /**
   * The azuread provider's page says that `OwnedBy` is enough for an application that one owns. The stricter of the two is
   * played.
   *
   * @evidence documentation `OwnedBy` is not enough to add another owner. Source: Microsoft Graph, "Add application owner".
   */
  addOwner: [["Application.ReadWrite.All"], ["Directory.ReadWrite.All"], [AS_USER]],
  /**
   * @evidence source Naming users as owners needs the right to read them. Source: hashicorp/terraform-provider-azuread
   *   docs/resources/application.md.
   */
  readUsers: [["User.Read.All"], ["Directory.Read.All"], ["Directory.ReadWrite.All"], [AS_USER]],
  /**
   * @evidence documentation `Domain.Read.All` and `Directory.Read.All` list domains. Source: Microsoft Graph, "List
   * domains".
   */
  readDomains: [["Domain.Read.All"], ["Directory.Read.All"], ["Directory.ReadWrite.All"], [AS_USER]],
  /**
   * @evidence documentation `Policy.Read.All` reads the app management policy. Source: Microsoft Graph, "Get
   * tenantAppManagementPolicy"; a person needs a directory role such as Global Reader too, which the lab does not have.
   */
  readPolicies: [["Policy.Read.All"]],
  /**
   * @evidence report A person with the Azure CLI reads the authorization policy too. Source: instructions of public
   * projects for `az rest --url https://graph.microsoft.com/v1.0/policies/authorizationPolicy`; the page lists
   * `Policy.Read.All` alone.
   */
  readAuthorizationPolicy: [["Policy.Read.All"], [AS_USER]],
  /**
   * @evidence documentation `RoleManagement.Read.Directory` and wider permissions list directory roles and who has them. Source: Microsoft Graph, "List
   *   unifiedRoleAssignments", "List roleDefinitions"; microsoftgraph/microsoft-graph-devx-content permissions.json at 6cbd6bb.
   * @evidence report A person with the Azure CLI lists them too. Source: instructions of public projects for `az rest --url
   *   https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments`; the pages list no permission of its token.
   */
  readRoles: [
    ["RoleManagement.Read.Directory"],
    ["RoleManagement.Read.All"],
    ["Directory.Read.All"],
    ["RoleManagement.ReadWrite.Directory"],
    ["Directory.ReadWrite.All"],
    [AS_USER],
  ],
  /**
   * @evidence documentation `RoleManagement.Read.Directory`, `RoleEligibilitySchedule.Read.Directory`, and wider permissions list who may activate a
   *   directory role. Source: Microsoft Graph, "List
   *   roleEligibilityScheduleInstances"; microsoftgraph/microsoft-graph-devx-content permissions.json at 6cbd6bb.
   */
  readEligibleRoles: [
    ["RoleEligibilitySchedule.Read.Directory"],
    ["RoleManagement.Read.Directory"],
    ["RoleManagement.Read.All"],
    ["RoleEligibilitySchedule.ReadWrite.Directory"],
    ["RoleManagement.ReadWrite.Directory"],
  ],
  /**
   * @evidence documentation Assigning an app role needs two permissions at once. Source: Microsoft Graph, "Grant an
   *   appRoleAssignment for a service principal"; that the wider one reads too is in
   *   microsoftgraph/microsoft-graph-docs-contrib #3970.
   */
  assign: [
    ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"],
    ["AppRoleAssignment.ReadWrite.All", "Directory.Read.All"],
    ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"],
    [AS_USER],
  ],
  /**
   * @evidence documentation Deleting an assignment needs one permission. Source: Microsoft Graph, "Delete an
   *   appRoleAssignment granted for a service principal".
   */
  unassign: [["AppRoleAssignment.ReadWrite.All"], [AS_USER]],
  /**
   * @evidence documentation `Application.ReadWrite.All` assigns app roles except those of Microsoft Graph. Source:
   *   microsoftgraph/microsoft-graph-devx-content permissions.json (2026-06-02).
   */
  assignOthers: [["Application.ReadWrite.All"]],
} as const satisfies Record<string, PermissionSets>;

/** An object that has owners. */
interface Owned {
  readonly id: string;
  readonly ownerIds: ReadonlySet<string>;
}

/** The bearer of a token. */
export interface Bearer {
  /** Object ID of the user or of the service principal. */
  readonly id: string;
  /** Application permissions (`roles`), or delegated ones (`scp`) if the token is for a user. */
  readonly permissions: readonly string[];
  readonly isUser: boolean;
}

/**
 * The caller with what its token carries. Of an application that decides. A user may do what both the token and the user's
 * own rights allow: default permissions on owned objects, and directory roles.
 *
 * @evidence documentation A user may do what both the token and the user's own rights allow. Source: Microsoft Graph,
 *   "Overview of permissions".
 * @evidence inferred A directory role of an application does the same as a permission. Reason: directory roles are
 *   assigned to service principals too, and no page makes a difference.
 */
export class GraphCaller {
  constructor(
    readonly tenant: EntraTenant,
    private readonly bearer: Bearer,
  ) {}

  /** Object ID. */
  get id(): string {
    return this.bearer.id;
  }

  /** Whether the token is for a user. */
  get isUser(): boolean {
    return this.bearer.isUser;
  }

  /** @throws GraphError 403 unless it may read applications, service principals and assignments. Every member user may. */
  demandRead(): void {
    this.#require(this.#has(PERMISSIONS.read));
  }

  /** @throws GraphError 403 unless it may read the domains of the tenant. */
  demandReadDomains(): void {
    this.#require(this.#has(PERMISSIONS.readDomains));
  }

  /** @throws GraphError 403 unless it may read the tenant's app management policy. */
  demandReadPolicies(): void {
    this.#require(this.#has(PERMISSIONS.readPolicies));
  }

  /** @throws GraphError 403 unless it may read what members may do. */
  demandReadAuthorizationPolicy(): void {
    this.#require(this.#has(PERMISSIONS.readAuthorizationPolicy));
  }

  /** @throws GraphError 403 unless it may read directory roles and who has them. */
  demandReadRoles(): void {
    this.#require(this.#has(PERMISSIONS.readRoles));
  }

  /** @throws GraphError 403 unless it may read who may activate a directory role. */
  demandReadEligibleRoles(): void {
    this.#require(this.#has(PERMISSIONS.readEligibleRoles));
  }

  /**
   * Demands to create an application.
   *
   * @evidence documentation `createAsOwner` makes the creator an owner; `create` does not and takes precedence. Source:
   *   Microsoft Entra, "Application registration permissions for custom roles".
   * @evidence documentation An application with `OwnedBy` owns what it creates. Source: Microsoft Graph, "Microsoft Graph
   *   permissions reference"; that wider permissions make no owners is inferred.
   * @returns whether the creator becomes its owner without being named.
   */
  demandCreateApplication(): boolean {
    const { usersMayRegisterApplications } = this.tenant;
    if (this.#mayByRole(ACTIONS.createApplication, PERMISSIONS.write)) {
      return false;
    }
    if (this.bearer.isUser) {
      const may = usersMayRegisterApplications || this.#role(ACTIONS.createApplicationAsOwner);
      this.#require(may && this.#has(PERMISSIONS.write));
      return true;
    }
    if (this.#has(PERMISSIONS.write)) {
      return false;
    }
    this.#require(this.#has(PERMISSIONS.writeOwned) || this.#role(ACTIONS.createApplicationAsOwner));
    return true;
  }

  /**
   * Demands to create the service principal of an application.
   *
   * @param application - Undefined when no copy of the directory that answers has it.
   * @returns whether the creator becomes its owner without being named, as of applications.
   * @throws GraphError 403. With only `OwnedBy`, the text for an application that no copy has is different.
   */
  demandCreateServicePrincipal(application: Application | undefined): boolean {
    if (this.#mayByRole(ACTIONS.createServicePrincipal, PERMISSIONS.write)) {
      return false;
    }
    if (!this.bearer.isUser && this.#has(PERMISSIONS.write)) {
      return false;
    }
    if (this.#mayByRole(ACTIONS.createServicePrincipalAsOwner, PERMISSIONS.write)) {
      return true;
    }
    if (application === undefined || !this.tenant.directory.knowsOwnersOf(application.id)) {
      if (this.bearer.isUser) {
        return true;
      }
      this.#require(this.#has(PERMISSIONS.writeOwned));
      // @evidence source A service principal of an application that is not seen is 403 for a caller with `OwnedBy`
      // alone. Source: hashicorp/terraform-provider-azuread
      // internal/services/serviceprincipals/service_principal_resource.go at f0169e0, which repeats its request at this
      // text; the code is inferred.
      throw new GraphError(
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created must in the local tenant",
      );
    }
    // @evidence inferred A user may create the service principal of their application. Reason: the portal does it
    // for each application that they register.
    this.#require(this.#mayAsOwner(application));
    return true;
  }

  /** Demands to change or delete an application. @throws GraphError 403. */
  demandWriteApplication(application: Application): void {
    this.#demandWrite(application, ACTIONS.updateApplication);
  }

  /** Demands to change or delete a service principal. @throws GraphError 403. */
  demandWriteServicePrincipal(servicePrincipal: ServicePrincipal): void {
    this.#demandWrite(servicePrincipal, ACTIONS.updateServicePrincipal);
  }

  /** Demands to add an owner to an object that the caller may write. @throws GraphError 403. */
  demandAddOwner(ownerId: string): void {
    this.#require(this.#has(PERMISSIONS.addOwner));
    this.demandNameOwner(ownerId);
  }

  /** Demands to name an owner in a request that creates an object. @throws GraphError 403. */
  demandNameOwner(ownerId: string): void {
    const isUser = this.tenant.directory.users().some(({ id }) => id === ownerId);
    this.#require(!isUser || ownerId === this.id || this.#has(PERMISSIONS.readUsers));
  }

  /**
   * Demands to assign an app role of a resource to a service principal, or to take it away.
   *
   * Of users, those may who have one of the listed directory roles or a custom role with `…/appRoleAssignedTo/update`, over
   * the tenant or over this service principal, and a member who owns it.
   *
   * @evidence documentation A directory role or owning the resource lets a user assign its app roles. Source: Microsoft
   *   Graph, "Grant an appRoleAssignment for a service principal" (section on roles); Microsoft Entra, "Default user
   *   permissions".
   * @evidence inferred A custom role assigns app roles to service principals too. Reason: the page on custom roles speaks of
   *   users and groups, and the action is the same.
   * @evidence log An application that owns the resource cannot assign its app roles with `OwnedBy`. Source:
   *   microsoftgraph/microsoft-graph-docs #10462; Microsoft's author says that it can for users and groups (#21760).
   * @throws GraphError 403.
   */
  demandAssignAppRole(
    resource: Pick<ServicePrincipal, "id" | "appId" | "ownerIds">,
    kind: "assign" | "unassign",
  ): void {
    const isGraph = resource.appId === GRAPH_APP_ID;
    const role = this.#role(isGraph ? ACTIONS.assignGraphPermission : ACTIONS.assignAppRole, resource.id);
    if (!this.bearer.isUser) {
      this.#require(
        this.#has(PERMISSIONS[kind]) || (!isGraph && this.#has(PERMISSIONS.assignOthers)) || role,
      );
      return;
    }
    this.#require(this.#has(PERMISSIONS[kind]) && (role || (!isGraph && resource.ownerIds.has(this.id))));
  }

  #demandWrite(object: Owned, action: string): void {
    const may =
      this.#mayByRole(action, PERMISSIONS.write, object.id) ||
      this.#mayAsOwner(object) ||
      (!this.bearer.isUser && this.#has(PERMISSIONS.write));
    this.#require(may);
  }

  /** A user's directory role counts only if the token has the permission too. An application's role counts by itself. */
  #mayByRole(action: string, permissions: PermissionSets, objectId?: string): boolean {
    return this.#role(action, objectId) && (!this.bearer.isUser || this.#has(permissions));
  }

  /**
   * @evidence inferred The right of an owner can arrive after the object, so that a change of what one has just created is 403. Reason:
   *   it is reported for the service principal of a new application, in hashicorp/terraform-provider-azuread #535 and #992.
   */
  #mayAsOwner({ id, ownerIds }: Owned): boolean {
    const permissions = this.bearer.isUser ? PERMISSIONS.write : PERMISSIONS.writeOwned;
    return ownerIds.has(this.id) && this.#has(permissions) && this.tenant.directory.knowsOwnersOf(id);
  }

  #role(action: string, objectId?: string): boolean {
    return this.tenant.directoryRoles.allow(this.id, action, objectId);
  }

  #has(permissions: PermissionSets): boolean {
    return permissions.some((set) => set.every((permission) => this.bearer.permissions.includes(permission)));
  }

  #require(may: boolean): void {
    if (!may) {
      // @evidence recorded A caller without the right gets 403. Source: Azure/azure-cli
      // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at fd3b3d8
      // (2025-02-20).
      throw GraphError.forbidden();
    }
  }
}
