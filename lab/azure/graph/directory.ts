/** One tenant's directory: applications, service principals and role assignments. Knows no HTTP and no permissions. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import {
  type AppRole,
  type AppRoleAssignment,
  type Application,
  DEFAULT_ACCESS_ROLE_ID,
  type ServicePrincipal,
} from "./directory-objects";

/** What a new application starts with; anything left out gets Graph's default. */
export type NewApplication = { readonly displayName: string } & Partial<
  Pick<
    Application,
    "appId" | "identifierUris" | "signInAudience" | "appRoles" | "api" | "others" | "ownerIds"
  >
>;

/** What a new service principal starts with; anything left out gets Graph's default. */
export type NewServicePrincipal = Pick<ServicePrincipal, "appId" | "displayName"> & Partial<ServicePrincipal>;

/** The objects of one tenant. */
export class Directory {
  readonly #applications = new Map<string, Application>();
  readonly #servicePrincipals = new Map<string, ServicePrincipal>();
  readonly #assignments = new Map<string, AppRoleAssignment>();

  constructor(
    readonly tenantId: string,
    private readonly clock: Clock,
  ) {}

  applications(): readonly Application[] {
    return [...this.#applications.values()];
  }

  servicePrincipals(): readonly ServicePrincipal[] {
    return [...this.#servicePrincipals.values()];
  }

  assignments(): readonly AppRoleAssignment[] {
    return [...this.#assignments.values()];
  }

  /** By object ID or by `appId`. */
  application(id: string): Application | undefined {
    return this.#applications.get(id) ?? this.applications().find(({ appId }) => appId === id);
  }

  /** By object ID or by `appId`. */
  servicePrincipal(id: string): ServicePrincipal | undefined {
    return this.#servicePrincipals.get(id) ?? this.servicePrincipals().find(({ appId }) => appId === id);
  }

  createApplication(fields: NewApplication): Application {
    const application: Application = {
      id: randomUUID(),
      appId: fields.appId ?? randomUUID(),
      createdDateTime: this.#now(),
      displayName: fields.displayName,
      identifierUris: fields.identifierUris ?? [],
      signInAudience: fields.signInAudience ?? "AzureADMyOrg",
      appRoles: fields.appRoles ?? [],
      api: fields.api ?? { requestedAccessTokenVersion: null },
      others: fields.others ?? {},
      ownerIds: fields.ownerIds ?? new Set(),
    };
    this.#applications.set(application.id, application);
    return application;
  }

  createServicePrincipal(fields: NewServicePrincipal): ServicePrincipal {
    const servicePrincipal: ServicePrincipal = {
      id: randomUUID(),
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
    return servicePrincipal;
  }

  /**
   * The principal that Azure makes for a managed identity: it has no application, hence no identifier URI
   * (Microsoft Entra, "Managed identities for Azure resources frequently asked questions").
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
    return assignment;
  }

  /** Changes an application. Assignments of roles that are no longer there go with them. */
  updateApplication(
    application: Application,
    fields: Partial<Omit<Application, "id" | "appId" | "createdDateTime" | "ownerIds">>,
  ): void {
    const before = application.appRoles;
    Object.assign(application, fields);
    const gone = before.filter((role) => !application.appRoles.some(({ id }) => id === role.id));
    const resource = this.servicePrincipal(application.appId);
    for (const assignment of this.assignments()) {
      if (assignment.resourceId === resource?.id && gone.some(({ id }) => id === assignment.appRoleId)) {
        this.deleteAssignment(assignment);
      }
    }
  }

  /** Removes an application and, as in its home tenant, its service principal. */
  deleteApplication(application: Application): void {
    this.#applications.delete(application.id);
    const servicePrincipal = this.servicePrincipal(application.appId);
    if (servicePrincipal !== undefined) {
      this.deleteServicePrincipal(servicePrincipal);
    }
  }

  /** Removes a service principal and every assignment from and to it. */
  deleteServicePrincipal({ id }: ServicePrincipal): void {
    this.#servicePrincipals.delete(id);
    for (const assignment of this.assignments()) {
      if (assignment.principalId === id || assignment.resourceId === id) {
        this.#assignments.delete(assignment.id);
      }
    }
  }

  deleteAssignment({ id }: AppRoleAssignment): void {
    this.#assignments.delete(id);
  }

  /** The roles that a service principal offers: its application's, or its own. */
  appRoles(servicePrincipal: ServicePrincipal): readonly AppRole[] {
    return this.application(servicePrincipal.appId)?.appRoles ?? servicePrincipal.ownAppRoles;
  }

  /** The names by which a token for a service principal may be asked (`servicePrincipalNames`). */
  names(servicePrincipal: ServicePrincipal): readonly string[] {
    const uris = this.application(servicePrincipal.appId)?.identifierUris ?? [];
    return [...new Set([...uris, ...servicePrincipal.ownNames, servicePrincipal.appId])];
  }

  /** The service principal that a token request names. Compared exactly, as the audience is. */
  resource(name: string): ServicePrincipal | undefined {
    return this.servicePrincipals().find((candidate) => this.names(candidate).includes(name));
  }

  #now(): string {
    return new Date(this.clock()).toISOString().replace(/\.\d+Z$/, "Z");
  }
}
