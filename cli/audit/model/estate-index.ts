/** Matches the IDs and names in policies to applications, identities, and providers of the input. */
import { grouped, recognizeEntraIssuer, stringsIn } from "../../../trust";
import type {
  AzureIdentityHolder,
  AzureManagedIdentity,
  EntraAppRoleAssignment,
  FederatedCredential,
} from "../../snapshot/snapshot-records";
import type { Estate, KnownProvider } from "../estate/estate";

type Application = Estate["applications"][number];
type ServicePrincipal = Estate["servicePrincipals"][number];

/**
 * An application in a tenant, with its service principal there: the input may have only one of the two. An application of several
 * tenants has a service principal in each.
 */
export interface KnownApplication {
  readonly appId: string;
  readonly name: string;
  /** Empty if the input does not say. */
  readonly tenant: string;
  readonly audiences: readonly string[];
  readonly application?: Application;
  readonly servicePrincipal?: ServicePrincipal;
}

/** An identity that a subject can name. */
export interface KnownIdentity {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly servicePrincipal?: ServicePrincipal;
  readonly managed?: AzureManagedIdentity;
  readonly attachedTo: readonly AzureIdentityHolder[];
}

/** Finds the objects of an estate by what others name them. */
export class EstateIndex {
  readonly #identities = new Map<string, KnownIdentity>();
  /** Object IDs by client IDs. */
  readonly #managed = new Map<string, string>();
  readonly #applications = new Map<string, KnownApplication[]>();
  readonly #byObjectId = new Map<string, KnownApplication>();
  readonly #byAudience = new Map<string, KnownApplication[]>();
  /** Audiences without what may not count in them, each with the tenants that have it. */
  readonly #alike = new Map<string, Set<string>>();
  readonly #providers = new Map<string, KnownProvider>();
  readonly #providersByName = new Map<string, KnownProvider>();
  readonly #assignments: ReadonlyMap<string, readonly EntraAppRoleAssignment[]>;
  readonly #credentials: ReadonlyMap<string, readonly FederatedCredential[]>;

  constructor(readonly estate: Estate) {
    this.#assignments = grouped(estate.assignments, ({ resourceId }) => resourceId);
    this.#credentials = grouped(estate.credentials, ({ of }) => of.toLowerCase());
    this.#indexIdentities();
    this.#indexApplications();
    for (const provider of estate.providers) {
      this.#providers.set(provider.arn.toLowerCase(), provider);
      this.#providersByName.set(`${provider.account} ${provider.name}`, provider);
    }
  }

  /** The identity with a principal ID. */
  identity(id: string): KnownIdentity | undefined {
    return this.#identities.get(id);
  }

  /** The managed identity with a client ID in a tenant. */
  managedIdentity(clientId: string, tenant: string): KnownIdentity | undefined {
    const id = this.#managed.get(clientId) ?? this.application(clientId, tenant)?.servicePrincipal?.id ?? "";
    const identity = this.#identities.get(id);
    const home = identity?.managed?.tenantId ?? identity?.servicePrincipal?.tenant;
    return identity?.type === "ManagedIdentity" && home?.toLowerCase() === tenant ? identity : undefined;
  }

  /** The application with a client ID, in a tenant if one is given. */
  application(appId: string, tenant?: string): KnownApplication | undefined {
    return ofTenant(this.#applications.get(appId) ?? [], tenant);
  }

  /** The application with a client ID as its own tenant has it, and as another one does, if both are known. */
  applicationsIn(appId: string, tenant: string | undefined): readonly KnownApplication[] {
    const own = this.application(appId);
    const there = tenant === undefined ? undefined : this.application(appId, tenant);
    return [...new Set([own, there])].filter((one) => one !== undefined);
  }

  /** The application whose own object has an object ID. Its service principal has another one. */
  applicationWithObjectId(id: string): KnownApplication | undefined {
    return this.#byObjectId.get(id);
  }

  /** The application that an audience names, among those of the provider's tenant. */
  applicationOf(audience: string, provider: string): KnownApplication | undefined {
    return ofTenant(this.#byAudience.get(audience) ?? [], recognizeEntraIssuer(provider)?.tenantId);
  }

  /** Whether an application of a tenant, or of one that is not known, has an audience, up to its case and a slash at the end. */
  hasAudienceLike(audience: string, tenant: string): boolean {
    const tenants = this.#alike.get(alike(audience));
    return tenants !== undefined && (tenants.has(tenant) || tenants.has(""));
  }

  /** The provider with an ARN. Case does not count. */
  provider(arn: string): KnownProvider | undefined {
    return this.#providers.get(arn.toLowerCase());
  }

  /** The provider of an account with a name. */
  providerNamed(account: string, name: string): KnownProvider | undefined {
    return this.#providersByName.get(`${account} ${name}`);
  }

  /** Who is assigned to an application that requires an assignment. */
  assignmentsOf({ servicePrincipal }: KnownApplication): readonly EntraAppRoleAssignment[] {
    return servicePrincipal === undefined ? [] : (this.#assignments.get(servicePrincipal.id) ?? []);
  }

  /** The federated credentials of an application or a managed identity. */
  credentialsOf(id: string | undefined): readonly FederatedCredential[] {
    return id === undefined ? [] : (this.#credentials.get(id.toLowerCase()) ?? []);
  }

  /** Whether the input has a section completely. */
  has(cloud: "aws" | "entra" | "azure", of: string, section: string): boolean {
    return this.estate.sections.get(`${cloud}/${of}/${section}`) === "complete";
  }

  #indexIdentities(): void {
    const holders = new Map<string, AzureIdentityHolder[]>();
    for (const holder of this.estate.holders) {
      const { principalId, userAssignedIdentities } = holder.identity;
      for (const key of [...stringsIn(principalId), ...stringsIn(userAssignedIdentities)]) {
        const folded = key.toLowerCase();
        holders.set(folded, [...(holders.get(folded) ?? []), holder]);
      }
    }
    const managed = new Map(this.estate.identities.map((identity) => [identity.principalId, identity]));
    const add = (identity: Omit<KnownIdentity, "attachedTo">): void => {
      const attachedTo = [
        ...(holders.get(identity.id.toLowerCase()) ?? []),
        ...(identity.managed === undefined ? [] : (holders.get(identity.managed.id.toLowerCase()) ?? [])),
      ];
      this.#identities.set(identity.id, { ...identity, attachedTo });
    };
    for (const servicePrincipal of this.estate.servicePrincipals) {
      const own = managed.get(servicePrincipal.id);
      add({
        id: servicePrincipal.id,
        name: servicePrincipal.displayName,
        type: servicePrincipal.servicePrincipalType,
        servicePrincipal,
        ...(own === undefined ? {} : { managed: own }),
      });
    }
    for (const identity of this.estate.identities) {
      this.#managed.set(identity.clientId, identity.principalId);
      if (!this.#identities.has(identity.principalId)) {
        add({ id: identity.principalId, name: identity.name, type: "ManagedIdentity", managed: identity });
      }
    }
    for (const { name, identity } of this.estate.holders) {
      if (typeof identity.principalId === "string" && !this.#identities.has(identity.principalId)) {
        add({ id: identity.principalId, name, type: "ManagedIdentity" });
      }
    }
  }

  #indexApplications(): void {
    const applications = new Map(this.estate.applications.map((one) => [one.appId, one]));
    const servicePrincipals = grouped(this.estate.servicePrincipals, ({ appId }) => appId);
    for (const appId of new Set([...applications.keys(), ...servicePrincipals.keys()])) {
      const application = applications.get(appId);
      const own = servicePrincipals.get(appId) ?? [];
      const home = application?.tenant ?? "";
      // The application's own tenant comes first.
      const sorted = own.toSorted((a, b) => Number(b.tenant === home) - Number(a.tenant === home));
      const isAtHome =
        application === undefined || sorted.some(({ tenant }) => tenant === home || home === "");
      const known = [...(isAtHome ? [] : [undefined]), ...sorted].map((one) =>
        knownApplication(appId, application, one),
      );
      this.#applications.set(appId, known);
      const [first] = known;
      if (application !== undefined && first !== undefined) {
        this.#byObjectId.set(application.id, first);
      }
      for (const one of known) {
        for (const audience of [...one.audiences, `api://${appId}`]) {
          this.#byAudience.set(audience, [...(this.#byAudience.get(audience) ?? []), one]);
          const tenants = this.#alike.get(alike(audience)) ?? new Set();
          this.#alike.set(alike(audience), tenants.add(one.tenant.toLowerCase()));
        }
      }
    }
  }
}

function alike(audience: string): string {
  return audience.toLowerCase().replace(/\/+$/, "");
}

function knownApplication(
  appId: string,
  application: Application | undefined,
  servicePrincipal: ServicePrincipal | undefined,
): KnownApplication {
  return {
    appId,
    name: application?.displayName ?? servicePrincipal?.displayName ?? appId,
    // An export of applications does not say whose they are.
    tenant:
      [servicePrincipal?.tenant, application?.tenant].find(
        (tenant) => tenant !== undefined && tenant !== "",
      ) ?? "",
    audiences: [
      ...new Set([
        ...(application?.identifierUris ?? []),
        ...(servicePrincipal?.servicePrincipalNames ?? []).filter((name) => name !== appId),
        appId,
      ]),
    ],
    ...(application === undefined ? {} : { application }),
    ...(servicePrincipal === undefined ? {} : { servicePrincipal }),
  };
}

/** The first application of a tenant, or of which the tenant is not known; of any, if no tenant is given. */
function ofTenant(
  applications: readonly KnownApplication[],
  tenant: string | undefined,
): KnownApplication | undefined {
  return applications.find((one) => one.tenant === "" || tenant === undefined || one.tenant === tenant);
}
