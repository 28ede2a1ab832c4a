/** One tenant's directory: applications, service principals and role assignments. Knows no HTTP and no permissions. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import {
  type Application,
  type AppRoleAssignment,
  DEFAULT_ACCESS_ROLE_ID,
  type ServicePrincipal,
  type User,
} from "./directory-objects";
import { DirectoryReader } from "./directory-reader";
import { DirectoryReplica } from "./directory-replica";
import type { ReplicationLagOptions } from "./replication-lag";

/** What a new application starts with; anything left out gets Graph's default. */
export type NewApplication = { readonly displayName: string } & Partial<
  Pick<
    Application,
    "appId" | "identifierUris" | "signInAudience" | "appRoles" | "api" | "others" | "ownerIds"
  >
>;

/** What a new service principal starts with; anything left out gets Graph's default. */
export type NewServicePrincipal = Pick<ServicePrincipal, "appId" | "displayName"> & Partial<ServicePrincipal>;

/** What an update of an application may change. */
export type ApplicationUpdate = Partial<Omit<Application, "id" | "appId" | "createdDateTime">>;

/** What an update of a service principal may change. */
export type ServicePrincipalUpdate = Partial<
  Pick<
    ServicePrincipal,
    "accountEnabled" | "alternativeNames" | "appRoleAssignmentRequired" | "others" | "ownerIds"
  >
>;

/** The objects of one tenant. */
export class Directory extends DirectoryReader {
  readonly #applications = new Map<string, Application>();
  readonly #servicePrincipals = new Map<string, ServicePrincipal>();
  readonly #assignments = new Map<string, AppRoleAssignment>();
  readonly #users: User[] = [];
  #replica: DirectoryReplica | undefined;
  #ownershipLag = 0;
  /** By object IDs, in milliseconds since the epoch. */
  readonly #createdAt = new Map<string, number>();

  constructor(
    readonly tenantId: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** What answers Microsoft Graph: this directory itself, or a copy that is behind since {@link lagBehind}. */
  get replica(): DirectoryReader {
    return this.#replica ?? this;
  }

  /** Lets Graph see what is written from now on only after some more requests, or some time. Tokens are not touched by it. */
  lagBehind(options: ReplicationLagOptions): void {
    this.#replica = new DirectoryReplica(this, options, this.clock);
  }

  /**
   * Lets Graph not know the owners of an object at first, though it shows the object and them.
   *
   * @param milliseconds How long after the object was created, by the directory's clock.
   */
  lagOwnership(milliseconds: number): void {
    this.#ownershipLag = milliseconds;
  }

  /** Whether the right of an object's owners has arrived. */
  knowsOwnersOf(objectId: string): boolean {
    return this.clock() >= (this.#createdAt.get(objectId) ?? 0) + this.#ownershipLag;
  }

  /** A request to Graph came. */
  countRequest(): void {
    this.#replica?.count();
  }

  override applications(): readonly Application[] {
    return [...this.#applications.values()];
  }

  override servicePrincipals(): readonly ServicePrincipal[] {
    return [...this.#servicePrincipals.values()];
  }

  override assignments(): readonly AppRoleAssignment[] {
    return [...this.#assignments.values()];
  }

  /** By object ID or by `appId`. */
  override application(id: string): Application | undefined {
    return this.#applications.get(id) ?? super.application(id);
  }

  /** By object ID or by `appId`. */
  override servicePrincipal(id: string): ServicePrincipal | undefined {
    return this.#servicePrincipals.get(id) ?? super.servicePrincipal(id);
  }

  /** People, who never are behind: nothing in the lab writes them through Graph. */
  users(): readonly User[] {
    return this.#users;
  }

  createUser(fields: Omit<User, "id">): User {
    const user = { id: randomUUID(), ...fields };
    this.#users.push(user);
    return user;
  }

  createApplication(fields: NewApplication): Application {
    const application: Application = {
      id: randomUUID(),
      appId: fields.appId ?? randomUUID(),
      createdDateTime: this.#preciseNow(),
      displayName: fields.displayName,
      identifierUris: fields.identifierUris ?? [],
      signInAudience: fields.signInAudience ?? "AzureADMyOrg",
      appRoles: fields.appRoles ?? [],
      api: fields.api ?? { requestedAccessTokenVersion: null },
      others: fields.others ?? {},
      ownerIds: fields.ownerIds ?? new Set(),
    };
    this.#applications.set(application.id, application);
    this.#createdAt.set(application.id, this.clock());
    this.#replica?.wroteApplication(application.id);
    return application;
  }

  createServicePrincipal(fields: NewServicePrincipal): ServicePrincipal {
    const servicePrincipal: ServicePrincipal = {
      id: randomUUID(),
      createdDateTime: this.#now(),
      servicePrincipalType: "Application",
      appOwnerOrganizationId: this.tenantId,
      alternativeNames: [],
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      ownNames: [],
      ownAppRoles: [],
      others: {},
      ownerIds: new Set(),
      ...fields,
    };
    this.#servicePrincipals.set(servicePrincipal.id, servicePrincipal);
    this.#createdAt.set(servicePrincipal.id, this.clock());
    this.#replica?.wroteServicePrincipal(servicePrincipal.id);
    return servicePrincipal;
  }

  /**
   * The principal that Azure creates for a managed identity. Without an application it has no identifier URI.
   *
   * @evidence documentation A managed identity has a service principal and no application. Source: Microsoft Entra,
   *   "Managed identities for Azure resources frequently asked questions".
   */
  createManagedIdentity(displayName: string, resourceId: string): ServicePrincipal {
    return this.createServicePrincipal({
      appId: randomUUID(),
      displayName,
      servicePrincipalType: "ManagedIdentity",
      appOwnerOrganizationId: null,
      alternativeNames: ["isExplicit=True", resourceId],
    });
  }

  /** Grants `principal` a role of `resource`; {@link DEFAULT_ACCESS_ROLE_ID} is the role that all have. */
  assign(
    principal: ServicePrincipal,
    resource: ServicePrincipal,
    appRoleId = DEFAULT_ACCESS_ROLE_ID,
  ): AppRoleAssignment {
    const assignment: AppRoleAssignment = {
      id: randomBytes(32).toString("base64url"),
      createdDateTime: this.#now(),
      appRoleId,
      principalId: principal.id,
      principalDisplayName: principal.displayName,
      principalType: "ServicePrincipal",
      resourceId: resource.id,
      resourceDisplayName: resource.displayName,
    };
    this.#assignments.set(assignment.id, assignment);
    this.#replica?.wroteAssignment(assignment.id);
    return assignment;
  }

  /** Changes an application. Assignments of roles that are no longer there go with them. */
  updateApplication(application: Application, fields: ApplicationUpdate): void {
    const before = application.appRoles;
    this.#replica?.wroteApplication(application.id, application);
    Object.assign(application, fields);
    const gone = before.filter((role) => !application.appRoles.some(({ id }) => id === role.id));
    const resource = this.servicePrincipal(application.appId);
    for (const assignment of this.assignments()) {
      if (assignment.resourceId === resource?.id && gone.some(({ id }) => id === assignment.appRoleId)) {
        this.deleteAssignment(assignment);
      }
    }
  }

  /** Changes a service principal. */
  updateServicePrincipal(servicePrincipal: ServicePrincipal, fields: ServicePrincipalUpdate): void {
    this.#replica?.wroteServicePrincipal(servicePrincipal.id, servicePrincipal);
    Object.assign(servicePrincipal, fields);
  }

  /**
   * Removes an application and, as in its home tenant, its service principal.
   *
   * @evidence inferred A deleted application takes its service principal with it. Reason: Entra does so in the home
   *   tenant; that the deleted one may hold its URI for 30 days is not played, since no recording of a reuse exists.
   */
  deleteApplication(application: Application): void {
    this.#replica?.wroteApplication(application.id, application);
    this.#applications.delete(application.id);
    const servicePrincipal = this.servicePrincipal(application.appId);
    if (servicePrincipal !== undefined) {
      this.deleteServicePrincipal(servicePrincipal);
    }
  }

  /** Removes a service principal and every assignment from and to it. */
  deleteServicePrincipal(servicePrincipal: ServicePrincipal): void {
    const { id } = servicePrincipal;
    this.#replica?.wroteServicePrincipal(id, servicePrincipal);
    this.#servicePrincipals.delete(id);
    for (const assignment of this.assignments()) {
      if (assignment.principalId === id || assignment.resourceId === id) {
        this.deleteAssignment(assignment);
      }
    }
  }

  deleteAssignment(assignment: AppRoleAssignment): void {
    this.#replica?.wroteAssignment(assignment.id, assignment);
    this.#assignments.delete(assignment.id);
  }

  #now(): string {
    return this.#preciseNow().replace(/\.\d+Z$/, "Z");
  }

  #preciseNow(): string {
    return new Date(this.clock()).toISOString().replace(/Z$/, "0000Z");
  }
}
