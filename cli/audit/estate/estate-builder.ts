/** Combines the records from all input files of an audit into one estate. */
import { isObject, stringsIn } from "../../../trust";
import {
  type AwsAccessKey,
  type AwsCredentialReportRow,
  type AwsOidcProvider,
  type AwsRole,
  type AwsUser,
  type ObjectRecord,
  ROOT_USER,
  type SnapshotRecord,
} from "../../snapshot/snapshot-records";
import { PolicyReducer } from "../permissions/policy-facts";
import type { ActiveKey, Estate, FederatedRole, KnownUser, PolicyReferences } from "./estate";
import { PassableRolesBuilder } from "./passable-roles";
import { reduceGroup, reduceRole, reduceUser } from "./reduce-role";
import { sectionGap } from "./section-gap";

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value>
    : T[K] extends ReadonlySet<infer Value>
      ? Set<Value>
      : T[K] extends readonly (infer Item)[]
        ? Item[]
        : T[K];
};

/** Says on each report of a redacted snapshot why nobody finds its roles in AWS. */
const REDACTED =
  "The snapshot is redacted: names and IDs are replaced. Only those who collected it can tell which role is meant.";

const DIFFERENT =
  "Several files have the same role with different policies, so it is reported and counted several times. Name the newest file alone.";

/** Builds an estate from the records of snapshots and exports, one record at a time. */
export class EstateBuilder {
  readonly #reducer = new PolicyReducer();
  readonly #passable = new PassableRolesBuilder();
  /** The roles so far by their ARNs, with what is kept of federated ones: several files can have the same role. */
  readonly #roles = new Map<string, FederatedRole | undefined>();
  readonly #keys = new Map<string, ActiveKey>();
  /** Users whose keys are known by their IDs: the credential report adds nothing. */
  readonly #usersWithKeys = new Set<string>();
  readonly #reportedKeys: ActiveKey[] = [];
  readonly #users: (KnownUser & { readonly groups: readonly string[] })[] = [];
  /** The policies of groups by their accounts and names. */
  readonly #groups = new Map<string, PolicyReferences>();
  /** Client IDs of providers whose account is not known. */
  readonly #unplaced = new Map<string, readonly string[]>();
  readonly #estate: Writable<Estate> = {
    accounts: new Set(),
    tenants: new Set(),
    subscriptions: new Set(),
    roles: 0,
    federated: [],
    assumable: new Map(),
    users: [],
    passable: [],
    policies: new Map(),
    providers: [],
    keys: [],
    applications: [],
    servicePrincipals: [],
    assignments: [],
    credentials: [],
    directoryRoles: [],
    graphPermissions: [],
    identities: [],
    holders: [],
    roleAssignments: [],
    sections: new Map(),
    gaps: [],
  };

  /** Takes one record. */
  add(record: SnapshotRecord): void {
    const estate = this.#estate;
    if (record.kind === "snapshot") {
      // Of several snapshots, the oldest says how old the report is.
      if (estate.collectedAt === undefined || record.startedAt < estate.collectedAt) {
        estate.collectedAt = record.startedAt;
      }
      if (record.redacted) {
        this.addGap(REDACTED);
      }
    } else if (record.kind === "section") {
      this.#addSection(record.section, record.state, record.error);
    } else {
      this.#addObject(record);
    }
  }

  /** Notes a provider of which the input has the client IDs, but not the account. */
  addProviderWithoutArn(name: string, clientIds: readonly string[]): void {
    this.#unplaced.set(name, clientIds);
  }

  /** Notes something that the input does not have. */
  addGap(sentence: string): void {
    if (!this.#estate.gaps.includes(sentence)) {
      this.#estate.gaps.push(sentence);
    }
  }

  /** The accounts so far. */
  get accounts(): ReadonlySet<string> {
    return this.#estate.accounts;
  }

  /** Marks a section as complete, for exports. */
  complete(section: string): void {
    if (!this.#estate.sections.has(section)) {
      this.#addSection(section, "complete", undefined);
    }
  }

  /** Ends the building. Add nothing after this call. */
  build(): Estate {
    const reported = this.#reportedKeys.filter(
      ({ account, user }) =>
        !this.#usersWithKeys.has(`${account}/${user}`) && !this.#hasKeysOf(account, user),
    );
    this.#estate.keys = [...this.#keys.values(), ...reported];
    this.#estate.users = this.#users.map(({ arn, policies, groups }) => ({
      arn,
      policies: groups.flatMap((group) => this.#groups.get(group) ?? []).reduce(together, policies),
    }));
    this.#placeProviders();
    this.#countOwnTenants();
    this.#noteMissingSections();
    // The roles are judged one by one then, and each is let go.
    this.#roles.clear();
    this.#estate.passable = [...this.#passable.build()] as Writable<Estate>["passable"];
    return this.#estate;
  }

  /** Notes the accounts of a snapshot whose roles it does not have. */
  #noteMissingSections(): void {
    const { accounts, sections } = this.#estate;
    for (const account of accounts) {
      const section = `aws/${account}/authorization-details`;
      const isCollected = [...sections.keys()].some((one) => one.startsWith(`aws/${account}/`));
      if (isCollected && !sections.has(section)) {
        sections.set(section, "failed");
        this.addGap(
          `${section} was not collected, so nobody knows who can assume the roles of this account.`,
        );
      }
    }
  }

  /** A provider without its account is the only listed one of its name, or one of the only account. */
  #placeProviders(): void {
    const { providers, accounts } = this.#estate;
    for (const [name, clientIds] of this.#unplaced) {
      const listed = providers.filter((one) => one.name === name);
      const [known] = listed;
      const [account] = accounts;
      if (listed.length === 1 && known !== undefined) {
        providers[providers.indexOf(known)] = { clientIds, ...known };
      } else if (listed.length === 0 && accounts.size === 1 && account !== undefined) {
        providers.push({ arn: `arn:aws:iam::${account}:oidc-provider/${name}`, account, name, clientIds });
      } else {
        this.addGap(
          `The client IDs of the provider ${name} are in the input, but not its account, so they are ignored. Add the output of aws iam list-open-id-connect-providers of one account.`,
        );
      }
    }
  }

  /**
   * Whether the input lists a user's keys as IAM has them, so a key of the credential report that is not among them is gone: AWS
   * makes a new report only every four hours. IAM lists no keys of the root user.
   *
   * Source: AWS, "Getting credential reports for your AWS account".
   */
  #hasKeysOf(account: string, user: string): boolean {
    return user !== ROOT_USER && this.#estate.sections.get(`aws/${account}/access-keys`) === "complete";
  }

  #addSection(
    section: string,
    state: "complete" | "refused" | "failed",
    error: { readonly needs?: string; readonly message: string } | undefined,
  ): void {
    this.#estate.sections.set(section, state);
    const [cloud, of = ""] = section.split("/");
    this.#countPlace(cloud ?? "", of);
    if (state !== "complete") {
      const why =
        error?.needs === undefined ? (error?.message ?? "no reason was given") : `this needs ${error.needs}`;
      this.addGap(sectionGap(section, why));
    }
  }

  #countPlace(cloud: string, of: string): void {
    const places = {
      aws: this.#estate.accounts,
      entra: this.#estate.tenants,
      azure: this.#estate.subscriptions,
    };
    if (of !== "" && Object.hasOwn(places, cloud)) {
      places[cloud as keyof typeof places].add(of);
    }
  }

  /**
   * Counts the tenants of exports. A service principal of an export names the tenant of its application, which is anybody's; only
   * applications of the login's own tenant are in the list of applications.
   *
   * Source: Microsoft Graph, "servicePrincipal", `appOwnerOrganizationId`; "List applications".
   */
  #countOwnTenants(): void {
    const { applications, servicePrincipals } = this.#estate;
    const own = new Set(applications.map(({ appId }) => appId));
    for (const { appId, tenant } of servicePrincipals) {
      if (own.has(appId)) {
        this.#countPlace("entra", tenant);
      }
    }
  }

  #addObject(record: ObjectRecord): void {
    const estate = this.#estate;
    const { of } = record;
    if (record.kind !== "entra.service-principal") {
      this.#countPlace(record.kind.split(".")[0] ?? "", of);
    }
    switch (record.kind) {
      case "aws.user":
        this.#addUser(record.data, of);
        return;
      case "aws.group":
        this.#groups.set(`${of}/${record.data.GroupName}`, reduceGroup(record.data, this.#reducer));
        return;
      case "aws.role":
        this.#addRole(record.data, of);
        return;
      case "aws.policy":
        estate.policies.set(record.data.Arn, this.#reducer.reduce(record.data.Document));
        return;
      case "aws.access-key":
        this.#addKey(record.data, of);
        return;
      case "aws.credential-report-row":
        this.#addReportRow(record.data, of);
        return;
      case "aws.oidc-provider":
        this.#addProvider(record.data, of);
        return;
      case "entra.application":
        estate.applications.push({ ...record.data, tenant: of });
        return;
      case "entra.service-principal":
        estate.servicePrincipals.push({ ...record.data, tenant: of });
        return;
      case "entra.app-role-assignment":
        estate.assignments.push(record.data);
        return;
      case "entra.federated-credential":
      case "azure.federated-credential":
        estate.credentials.push(record.data);
        return;
      case "entra.directory-role-assignment":
        estate.directoryRoles.push({ ...record.data, tenant: of });
        return;
      case "entra.graph-permission":
        estate.graphPermissions.push({ ...record.data, tenant: of });
        return;
      case "azure.managed-identity":
        estate.identities.push(record.data);
        return;
      case "azure.identity-holder":
        if (isObject(record.data.identity)) {
          estate.holders.push(record.data);
        }
        return;
      case "azure.role-assignment":
        estate.roleAssignments.push({ ...record.data, subscription: of.toLowerCase() });
        return;
      // No rule of the audit needs the others.
      default:
    }
  }

  #addRole(role: AwsRole, account: string): void {
    if (!this.#roles.has(role.Arn)) {
      this.#roles.set(role.Arn, undefined);
      this.#estate.roles++;
    }
    const { federated, assumable, passable } = reduceRole(role, account, this.#reducer);
    if (federated !== undefined) {
      this.#addFederated(federated);
    }
    if (assumable !== undefined) {
      this.#estate.assumable.set(assumable.arn, assumable);
    }
    if (passable !== undefined) {
      this.#passable.add(role.Arn, passable.services, passable.policies);
    }
    if (role.AssumeRolePolicyDocument === undefined) {
      this.addGap("Roles without their trust policies are in the input. Who can assume them is not known.");
    }
  }

  /** Takes a role that several files have alike once. If they differ, both are reported: nothing says which is the newer one. */
  #addFederated(role: FederatedRole): void {
    const known = this.#roles.get(role.arn);
    if (known !== undefined && isAlike(known, role)) {
      return;
    }
    if (known !== undefined) {
      this.addGap(DIFFERENT);
    }
    this.#roles.set(role.arn, role);
    this.#estate.federated.push(role);
  }

  #addUser(user: AwsUser, account: string): void {
    this.#users.push({
      arn: user.Arn,
      policies: reduceUser(user, this.#reducer),
      groups: stringsIn(user.GroupList).map((group) => `${account}/${group}`),
    });
  }

  #addProvider(
    { Arn, Url, ClientIDList }: Partial<AwsOidcProvider> & { readonly Arn: string },
    account: string,
  ): void {
    const name = /:oidc-provider\/(.+)$/.exec(Arn)?.[1] ?? Url ?? Arn;
    const provider = {
      arn: Arn,
      account,
      name,
      ...(ClientIDList === undefined ? {} : { clientIds: stringsIn(ClientIDList) }),
    };
    const known = this.#estate.providers.findIndex(({ arn }) => arn === Arn);
    if (known < 0) {
      this.#estate.providers.push(provider);
    } else if (this.#estate.providers[known]?.clientIds === undefined) {
      this.#estate.providers[known] = provider;
    }
  }

  #addKey({ UserName, AccessKeyId, Status, CreateDate, LastUsed }: AwsAccessKey, account: string): void {
    this.#usersWithKeys.add(`${account}/${UserName}`);
    if (Status === "Active") {
      this.#keys.set(AccessKeyId, {
        account,
        user: UserName,
        key: AccessKeyId,
        ...(CreateDate === undefined ? {} : { created: CreateDate }),
        ...(LastUsed === undefined ? {} : { lastUsed: LastUsed.LastUsedDate ?? "never" }),
      });
    }
  }

  /** Source: AWS, "Getting credential reports for your AWS account", the columns `access_key_1_…` and `access_key_2_…`. */
  #addReportRow(row: AwsCredentialReportRow, account: string): void {
    for (const number of [1, 2]) {
      if (row[`access_key_${number}_active`] === "true") {
        const created = dateIn(row[`access_key_${number}_last_rotated`]);
        const used = dateIn(row[`access_key_${number}_last_used_date`]);
        this.#reportedKeys.push({
          account,
          user: row.user ?? "",
          key: `access key ${number}`,
          ...(created === undefined ? {} : { created }),
          lastUsed: used ?? "never",
        });
      }
    }
  }
}

/** The policies of a user and of a group. A group has no boundary. */
function together(one: PolicyReferences, other: PolicyReferences): PolicyReferences {
  return {
    ...one,
    inline: [...one.inline, ...other.inline],
    attached: [...one.attached, ...other.attached],
  };
}

function isAlike(one: FederatedRole, other: FederatedRole): boolean {
  return (
    one.trustPolicy === other.trustPolicy && JSON.stringify(one.policies) === JSON.stringify(other.policies)
  );
}

function dateIn(value: string | undefined): string | undefined {
  return value !== undefined && /^\d{4}-/.test(value) ? value : undefined;
}
