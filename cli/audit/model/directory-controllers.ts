/** Lists the controllers that have their power from Entra directory roles and Microsoft Graph permissions. */
import { grouped } from "../../../trust";
import type { Controller } from "../audit-report";
import type { Estate } from "../estate/estate";
import {
  AUDIENCE_RIGHTS,
  type DirectoryRight,
  GRAPH_RIGHTS,
  type GraphRight,
  SUBJECT_RIGHTS,
  TENANT_RIGHTS,
} from "./directory-rights";
import type { EstateIndex, KnownApplication } from "./estate-index";

type RoleAssignment = Estate["directoryRoles"][number];

/**
 * Finds who controls an identity or an application by a directory role of Entra or by a permission of Microsoft Graph. A role over
 * the whole tenant counts for all its applications, another for the one that its scope names.
 */
export class DirectoryControllers {
  readonly #index: EstateIndex;
  readonly #roles: ReadonlyMap<string, readonly RoleAssignment[]>;
  readonly #permissions: ReadonlyMap<string, Estate["graphPermissions"]>;
  /** Roles share the results for an identity or an application. */
  readonly #found = new Map<string, readonly Controller[]>();

  constructor(index: EstateIndex) {
    this.#index = index;
    this.#roles = grouped(index.estate.directoryRoles, ({ tenant }) => tenant.toLowerCase());
    this.#permissions = grouped(index.estate.graphPermissions, ({ tenant }) => tenant.toLowerCase());
  }

  /** Who can get a token of the identity with a principal ID. */
  ofIdentity(id: string): readonly Controller[] {
    return this.#once(`identity ${id}`, () => this.#findOfIdentity(id));
  }

  /** Who decides who gets a token for the application with a client ID, in a tenant that may not be its own. */
  ofAudience(appId: string, tenant: string | undefined): readonly Controller[] {
    return this.#once(`audience ${appId} ${tenant ?? ""}`, () => this.#findOfAudience(appId, tenant));
  }

  #once(what: string, find: () => Iterable<Controller>): readonly Controller[] {
    const known = this.#found.get(what);
    if (known !== undefined) {
      return known;
    }
    const found = [...find()];
    this.#found.set(what, found);
    return found;
  }

  *#findOfIdentity(id: string): Iterable<Controller> {
    const { servicePrincipal, managed } = this.#index.identity(id) ?? {};
    const tenant = servicePrincipal?.tenant ?? managed?.tenantId ?? "";
    const isApplication =
      servicePrincipal !== undefined && servicePrincipal.servicePrincipalType !== "ManagedIdentity";
    const application = isApplication ? this.#index.application(servicePrincipal.appId) : undefined;
    // A managed identity has no credentials that a role in Entra could change: only who can take every right controls it.
    yield* this.#holdersOf(application === undefined ? [] : SUBJECT_RIGHTS, tenant, application, id);
    yield* this.#withPermissions(application === undefined ? "tenant" : "subject", tenant, application, id);
    // A credential of the application itself is good in every tenant.
    const home = application?.application?.tenant ?? "";
    if (home !== "" && home !== tenant) {
      yield* this.#holdersOf(SUBJECT_RIGHTS, home, application, id);
      yield* this.#withPermissions("subject", home, application, id);
    }
  }

  *#findOfAudience(appId: string, of: string | undefined): Iterable<Controller> {
    for (const application of this.#index.applicationsIn(appId, of)) {
      const { tenant, servicePrincipal } = application;
      yield* this.#holdersOf(AUDIENCE_RIGHTS, tenant, application, servicePrincipal?.id);
      yield* this.#withPermissions("audience", tenant, application, servicePrincipal?.id);
    }
  }

  /** One right per assignment is named. */
  *#holdersOf(
    rights: readonly DirectoryRight[],
    tenant: string,
    application: KnownApplication | undefined,
    itself: string | undefined,
  ): Iterable<Controller> {
    for (const assignment of this.#roles.get(tenant.toLowerCase()) ?? []) {
      const right = [...TENANT_RIGHTS, ...rights].find((one) => gives(assignment, one, application));
      if (right !== undefined && assignment.principalId !== itself) {
        yield this.#holder(assignment, right, application);
      }
    }
  }

  #holder(
    { principalId, principalType, principalDisplayName, userPrincipalName, ...role }: RoleAssignment,
    { can }: DirectoryRight,
    application: KnownApplication | undefined,
  ): Controller {
    const isWhole = role.directoryScopeId === "/";
    const name = userPrincipalName ?? principalDisplayName ?? this.#index.identity(principalId)?.name;
    const scope = isWhole
      ? "the tenant"
      : `application ${application?.name ?? ""} (${role.directoryScopeId})`;
    const object = isWhole ? "every application" : `application ${application?.name ?? ""}`;
    return {
      principal: principalId,
      ...(name === undefined ? {} : { name }),
      type: principalTypeName(principalType),
      by: `${role.roleName} on ${scope}${role.eligible ? ", once activated" : ""}`,
      can: `They can ${role.eligible ? "activate the role, and then " : ""}${can.replace("%", object)}.`,
    };
  }

  *#withPermissions(
    kind: GraphRight["of"][number],
    tenant: string,
    application: KnownApplication | undefined,
    itself: string | undefined,
  ): Iterable<Controller> {
    const owners = new Set(
      [...(application?.application?.owners ?? []), ...(application?.servicePrincipal?.owners ?? [])].map(
        ({ id }) => id,
      ),
    );
    for (const held of this.#permissions.get(tenant.toLowerCase()) ?? []) {
      const { principalId, principalType, principalDisplayName, permission } = held;
      const right = Object.hasOwn(GRAPH_RIGHTS, permission) ? GRAPH_RIGHTS[permission] : undefined;
      const counts =
        right?.of.includes(kind) === true && (right.owned === undefined || owners.has(principalId));
      if (counts && principalId !== itself) {
        const name = principalDisplayName ?? this.#index.identity(principalId)?.name;
        yield {
          principal: principalId,
          ...(name === undefined || name === "" ? {} : { name }),
          type: principalTypeName(principalType),
          by: `permission ${permission} of Microsoft Graph${right.owned === undefined ? "" : `, as owner of application ${application?.name ?? ""}`}`,
          can: `They can ${right.can}.`,
        };
      }
    }
  }
}

/** The actions of each right in lower case. */
const FOLDED: ReadonlyMap<DirectoryRight, ReadonlySet<string>> = new Map(
  [...SUBJECT_RIGHTS, ...AUDIENCE_RIGHTS, ...TENANT_RIGHTS].map((right) => [
    right,
    new Set(right.actions.map((action) => action.toLowerCase())),
  ]),
);

/** Whether an assignment gives a right on an application, by its scope and its actions. */
function gives(
  { directoryScopeId, roleDefinitionId, actions }: RoleAssignment,
  right: DirectoryRight,
  application: KnownApplication | undefined,
): boolean {
  const { on, roles = [] } = right;
  const object = on === "application" ? application?.application?.id : application?.servicePrincipal?.id;
  const isInScope =
    directoryScopeId === "/" ||
    (on !== "tenant" && object !== undefined && directoryScopeId === `/${object}`);
  return (
    isInScope &&
    (roles.includes(roleDefinitionId.toLowerCase()) ||
      actions.some((held) => FOLDED.get(right)?.has(plain(held, application)) === true))
  );
}

/** An action in lower case. One on the applications of the own tenant alone is as good as one on all, if this is one. */
function plain(held: string, application: KnownApplication | undefined): string {
  const folded = held.toLowerCase();
  const audience = application?.application?.signInAudience ?? "AzureADMyOrg";
  return audience === "AzureADMyOrg"
    ? folded.replace("/applications.myorganization/", "/applications/")
    : folded;
}

/**
 * The type of a principal as Azure role assignments name it, such as `ServicePrincipal`; Microsoft Graph begins it with a small letter.
 * `unknown` if there is none.
 */
export function principalTypeName(type: string | undefined): string {
  return type === undefined || type === "" ? "unknown" : `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}
