/** Lists a role's controllers for the report: everyone in Azure and Entra with power over its way in. */
import { recognizeEntraIssuer } from "../../../trust";
import type { EntraOwner, FederatedCredential } from "../../snapshot/snapshot-records";
import type { Controller, Entry } from "../audit-report";
import { AzureAssignments, gives } from "./azure-assignments";
import {
  type ControllingRight,
  GRANTING_RIGHT,
  HOLDER_RIGHTS,
  IDENTITY_RIGHTS,
  rightToChange,
} from "./azure-rights";
import { DirectoryControllers, principalTypeName } from "./directory-controllers";
import type { EstateIndex, KnownApplication, KnownIdentity } from "./estate-index";

/** The most controllers that are listed per role. */
const MOST = 50;

/** Finds who in Azure and Entra controls the way into a role. Roles share the results for an identity or an application. */
export class Controllers {
  readonly #index: EstateIndex;
  readonly #assignments: AzureAssignments;
  readonly #directory: DirectoryControllers;
  readonly #ofIdentity = new Map<string, readonly Controller[]>();
  readonly #ofApplication = new Map<string, readonly Controller[]>();

  constructor(index: EstateIndex) {
    this.#index = index;
    this.#assignments = new AzureAssignments(index.estate.roleAssignments);
    this.#directory = new DirectoryControllers(index);
  }

  /** The controllers of some entries, and how many more there are than are listed. */
  of(entries: readonly Entry[]): { readonly controllers: readonly Controller[]; readonly more: number } {
    const all = [
      ...entries.flatMap(({ identities, application, provider }) => [
        ...identities.flatMap((id) => this.#identity(id)),
        ...(application === undefined ? [] : this.#application(application, tenantOf(provider))),
      ]),
      // Last, because administrators of the tenant are the same for every role.
      ...entries.flatMap(({ identities, application, provider }) => [
        ...identities.flatMap((id) => this.#directory.ofIdentity(id)),
        ...(application === undefined ? [] : this.#directory.ofAudience(application, tenantOf(provider))),
      ]),
    ];
    const unique = [...new Map(all.map((one) => [`${one.principal} ${one.by} ${one.can}`, one])).values()];
    return { controllers: unique.slice(0, MOST), more: Math.max(0, unique.length - MOST) };
  }

  #identity(id: string): readonly Controller[] {
    const known = this.#ofIdentity.get(id);
    if (known !== undefined) {
      return known;
    }
    const identity = this.#index.identity(id);
    const found = identity === undefined ? [] : [...this.#findOfIdentity(identity)];
    this.#ofIdentity.set(id, found);
    return found;
  }

  #application(appId: string, tenant: string | undefined): readonly Controller[] {
    const key = `${appId} ${tenant ?? ""}`;
    const known = this.#ofApplication.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.#index
      .applicationsIn(appId, tenant)
      .flatMap((application) => [...ownersOfAudience(application)]);
    this.#ofApplication.set(key, found);
    return found;
  }

  *#findOfIdentity({ servicePrincipal, managed, name, attachedTo }: KnownIdentity): Iterable<Controller> {
    const application =
      servicePrincipal === undefined || servicePrincipal.servicePrincipalType === "ManagedIdentity"
        ? undefined
        : this.#index.application(servicePrincipal.appId)?.application;
    for (const owner of application?.owners ?? []) {
      yield controller(
        owner,
        `owner of application ${name}`,
        `They can add a credential to it, and sign in as it.`,
      );
    }
    for (const owner of servicePrincipal?.owners ?? []) {
      yield controller(
        owner,
        `owner of service principal ${name}`,
        `They can add a credential to it, and sign in as it.`,
      );
    }
    for (const credential of [
      ...this.#index.credentialsOf(application?.id),
      ...this.#index.credentialsOf(managed?.id),
    ]) {
      yield namedBy(credential, name);
    }
    if (managed !== undefined) {
      yield* this.#holdersOfRights(managed.id, name, IDENTITY_RIGHTS);
    }
    for (const holder of attachedTo) {
      const type = holder.type.toLowerCase();
      const rights = Object.hasOwn(HOLDER_RIGHTS, type) ? HOLDER_RIGHTS[type] : undefined;
      yield* this.#holdersOfRights(holder.id, holder.name, rights ?? [rightToChange(holder.type)]);
    }
  }

  /** Who has one of these rights on a resource, or the right to assign roles on it. One right per assignment is named. */
  *#holdersOfRights(id: string, name: string, rights: readonly ControllingRight[]): Iterable<Controller> {
    for (const assignment of this.#assignments.on(id)) {
      const right = [...rights, GRANTING_RIGHT].find((one) => gives(assignment, one));
      if (right === undefined) {
        continue;
      }
      const { principalId, principalType, principalName, roleName, scope, condition } = assignment;
      const known = this.#index.identity(principalId)?.name ?? principalName;
      const limited =
        typeof condition === "string" && condition !== "" ? ", as far as its condition allows" : "";
      yield {
        principal: principalId,
        ...(known === undefined ? {} : { name: known }),
        type: principalType,
        by: `${roleName} on ${scope}`,
        can: `They can ${right.can} (${name})${limited}.`,
      };
    }
  }
}

function tenantOf(provider: string): string | undefined {
  return recognizeEntraIssuer(provider)?.tenantId;
}

/** Owners of the audience's application decide who gets a token for it. */
function* ownersOfAudience({ application, servicePrincipal, name }: KnownApplication): Iterable<Controller> {
  for (const owner of application?.owners ?? []) {
    yield controller(
      owner,
      `owner of application ${name}`,
      "They can decide who gets a token for the application, and in which version.",
    );
  }
  for (const owner of servicePrincipal?.owners ?? []) {
    yield controller(
      owner,
      `owner of service principal ${name}`,
      "They can assign other identities to the application, or stop requiring an assignment.",
    );
  }
}

function controller(owner: EntraOwner, by: string, can: string): Controller {
  const name = owner.userPrincipalName ?? owner.displayName;
  return {
    principal: owner.id,
    ...(name === undefined ? {} : { name }),
    type: principalTypeName(owner["@odata.type"]?.replace("#microsoft.graph.", "")),
    by,
    can,
  };
}

/** The subject of a federated credential. It gets in too. */
function namedBy(
  { issuer, subject, claimsMatchingExpression, name }: FederatedCredential,
  of: string,
): Controller {
  const who = subject ?? claimsMatchingExpression ?? "any subject";
  return {
    principal: `${issuer} ${who}`,
    name: who,
    type: "federatedIdentityCredential",
    by: `federated credential ${name} of ${of}`,
    can: `The holder of a token of ${issuer} with this subject gets tokens of ${of}.`,
  };
}
