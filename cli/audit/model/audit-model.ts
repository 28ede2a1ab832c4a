/** Combines trust, permissions, and controllers of each federated role into the model that audit rules read. */
import {
  type CreatedProvider,
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
} from "../../../trust";
import type { Controller, Correction, Entry, Permissions } from "../audit-report";
import type { AuditableRole, Estate, FederatedRole, KnownProvider } from "../estate/estate";
import { Controllers } from "./controllers";
import { correctionOf } from "./corrected-policy";
import { entriesOf } from "./entries";
import { EstateIndex } from "./estate-index";
import { KnownValues } from "./known-claims";
import { type Onward, OnwardRoles } from "./onward";
import { type ListedOwners, Ours } from "./ours";
import { PowerOfRoles } from "./power-of-roles";
import { providerArnsOf } from "./providers-of-role";
import { sentenceOf } from "./sentence";
import { TrustOfRole } from "./trust-of-role";

/** A federated role with everything that rules and reports need. */
export interface RoleModel {
  readonly role: AuditableRole;
  readonly trust: TrustOfRole;
  readonly reach: Reach | undefined;
  readonly entries: readonly Entry[];
  readonly permissions: Permissions;
  readonly onward: Onward;
  readonly controllers: readonly Controller[];
  readonly moreControllers: number;
  readonly correction: Correction | undefined;
  /** One sentence to forward. */
  readonly sentence: string;
}

/** What rules look at. */
export interface AuditModel {
  readonly estate: Estate;
  readonly index: EstateIndex;
  readonly roles: readonly RoleModel[];
  /** The ARNs of the providers that trust policies name, also those of roles that are not among `roles`. */
  readonly namedProviders: ReadonlySet<string>;
  /** Whose identities are ours. */
  readonly ours: Ours;
  /** The time that "unused for 90 days" counts from: when the input was collected. */
  readonly at: Date;
}

/**
 * Works out who gets into which role, and how far.
 *
 * @param estate - It has no federated roles after that.
 * @param now - The time, for inputs that do not say when they were collected.
 * @param listed - Whose identities are ours, in addition to those of the input.
 */
export function modelOf(estate: Estate, now: Date, listed: ListedOwners): AuditModel {
  const index = new EstateIndex(estate);
  const power = new PowerOfRoles(estate);
  const onward = new OnwardRoles(power);
  const controllers = new Controllers(index);
  const values = new KnownValues(index);
  const providers = providersByAccount(estate.providers);
  const namedProviders = new Set<string>();
  const modelOfRole = ({ policies, ...role }: FederatedRole): RoleModel[] => {
    const trustPolicy: unknown = JSON.parse(role.trustPolicy);
    providerArnsOf(trustPolicy).forEach((arn) => namedProviders.add(arn));
    const { judgment, options } = judgeRole(role, trustPolicy, providers.get(role.account) ?? [], values);
    // A SAML provider is a federated principal too, but not an OIDC provider.
    if (judgment.grants.length === 0 && judgment.findings.length === 0 && judgment.verdict !== "unknown") {
      return [];
    }
    const entries = entriesOf(judgment.grants, role, index);
    const trust = new TrustOfRole(role.trustPolicy, options, judgment, entries);
    const { controllers: controlling, more } = controllers.of(entries);
    const leading = onward.from({ arn: role.arn, policies });
    const found = {
      role,
      trust,
      reach: trust.reach,
      entries,
      permissions: withPossible(power.of(role.arn, policies), leading),
      onward: leading,
    };
    return [
      {
        ...found,
        controllers: controlling,
        moreControllers: more,
        correction: correctionOf(role.trustPolicy, judgment.findings, options),
        sentence: sentenceOf({ ...found, verdict: trust.verdict }, index),
      },
    ];
  };
  const roles: RoleModel[] = [];
  const left = estate.federated.splice(0).reverse();
  for (let role = left.pop(); role !== undefined; role = left.pop()) {
    roles.push(...modelOfRole(role));
  }
  const collected = new Date(estate.collectedAt ?? Number.NaN);
  const ours = new Ours(estate, listed);
  const at = Number.isNaN(collected.getTime()) ? now : collected;
  return { estate, index, roles, namedProviders, ours, at };
}

/** How far a role gets that can perhaps assume a powerful one: nobody can tell. */
function withPossible(permissions: Permissions, { possible }: Onward): Permissions {
  if (possible === undefined || isDecided(permissions)) {
    return permissions;
  }
  const { role, why, isNext } = possible;
  const because = `${why} ${isNext ? "That role" : `It leads on to ${role.arn}, which`} ${role.power === "administrator" ? "is an administrator" : "can give itself more permissions"}.`;
  return {
    ...permissions,
    power: "unknown",
    because,
    possible: permissions.possible ?? "escalation",
    notSeen:
      permissions.possible === undefined
        ? [because, ...permissions.notSeen]
        : [...permissions.notSeen, because],
  };
}

/** Whether nothing that is not known makes a role more powerful. */
function isDecided({ power }: Permissions): boolean {
  return power === "administrator" || power === "escalation";
}

function providersByAccount(
  providers: readonly KnownProvider[],
): ReadonlyMap<string, readonly CreatedProvider[]> {
  const accounts = new Map<string, CreatedProvider[]>();
  for (const { account, name, clientIds } of providers) {
    if (clientIds !== undefined) {
      accounts.set(account, [...(accounts.get(account) ?? []), { name, clientIds, account }]);
    }
  }
  return accounts;
}

/** Judges a role with what the input knows of its providers, and fills in the values that the input has. */
function judgeRole(
  role: AuditableRole,
  trustPolicy: unknown,
  createdProviders: readonly CreatedProvider[],
  values: KnownValues,
): { readonly judgment: PartialVerdict; readonly options: JudgeOptions } {
  const options: JudgeOptions = { accountId: role.account, createdProviders };
  const judgment = judgePartialPolicy(trustPolicy, options);
  if (judgment.verdict !== "rejected") {
    return { judgment, options };
  }
  const known = values.of(judgment.grants, createdProviders);
  const informed = known.length === 0 ? options : { ...options, knownClaims: known };
  return {
    judgment: known.length === 0 ? judgment : judgePartialPolicy(trustPolicy, informed),
    options: informed,
  };
}
