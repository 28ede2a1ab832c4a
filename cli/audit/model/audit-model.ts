import {
  type CreatedProvider,
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
  worstReach,
} from "../../../trust";
import type { Controller, Correction, Entry, Permissions } from "../audit-report";
import type { Estate, FederatedRole, KnownProvider } from "../estate/estate";
import { Controllers } from "./controllers";
import { correctionOf } from "./corrected-policy";
import { entriesOf } from "./entries";
import { EstateIndex } from "./estate-index";
import { KnownValues } from "./known-claims";
import { type Onward, OnwardRoles } from "./onward";
import { PowerOfRoles } from "./power-of-roles";
import { withoutUnregistered } from "./registered-audiences";

/** A federated role with everything that rules and reports need. */
export interface RoleModel {
  readonly role: FederatedRole;
  readonly judgment: PartialVerdict;
  readonly reach: Reach | undefined;
  readonly entries: readonly Entry[];
  readonly permissions: Permissions;
  readonly onward: Onward;
  readonly controllers: readonly Controller[];
  readonly moreControllers: number;
  readonly correction: Correction | undefined;
}

/** What rules look at. */
export interface AuditModel {
  readonly estate: Estate;
  readonly index: EstateIndex;
  readonly roles: readonly RoleModel[];
  /** The time that "unused for 90 days" counts from: when the input was collected. */
  readonly at: Date;
}

/**
 * Works out who gets into which role, and how far.
 *
 * @param now - The time, for inputs that do not say when they were collected.
 */
export function modelOf(estate: Estate, now: Date): AuditModel {
  const index = new EstateIndex(estate);
  const power = new PowerOfRoles(estate);
  const onward = new OnwardRoles(estate.assumable, power);
  const controllers = new Controllers(index);
  const values = new KnownValues(index);
  const providers = providersByAccount(estate.providers);
  const roles = estate.federated.flatMap((role): RoleModel[] => {
    const trustPolicy: unknown = JSON.parse(role.trustPolicy);
    const judged = judgeRole(role, trustPolicy, providers.get(role.account) ?? [], values);
    const entries = entriesOf(judged.judgment.grants, role.account, index);
    const findings = withoutUnregistered(judged.judgment.findings, entries);
    const judgment = { ...judged.judgment, findings };
    // A SAML provider is a federated principal too, but not an OIDC provider.
    if (judgment.grants.length === 0 && judgment.findings.length === 0 && judgment.verdict !== "unknown") {
      return [];
    }
    const { controllers: controlling, more } = controllers.of(entries);
    return [
      {
        role,
        judgment,
        reach: reachOf(judgment, entries),
        entries,
        permissions: power.of(role.arn, role.policies),
        onward: onward.from(role),
        controllers: controlling,
        moreControllers: more,
        correction: correctionOf(trustPolicy, judged.judgment.findings, judged.options),
      },
    ];
  });
  const collected = new Date(estate.collectedAt ?? Number.NaN);
  return { estate, index, roles, at: Number.isNaN(collected.getTime()) ? now : collected };
}

/** The worst reach of the violations. Nobody gets in if a note, or the provider's list, says so of every statement. */
function reachOf({ findings, grants }: PartialVerdict, entries: readonly Entry[]): Reach | undefined {
  const worst = worstReach(
    findings.filter(({ severity }) => severity === "violation").map(({ reach }) => reach),
  );
  const shut = new Set(
    [
      ...findings.filter(({ reach }) => reach === "nobody"),
      ...entries.filter(({ unregistered }) => unregistered === true),
    ].map(({ statement, provider }) => `${statement} ${provider}`),
  );
  return (
    worst ??
    (grants.length > 0 && grants.every(({ statement, provider }) => shut.has(`${statement} ${provider}`))
      ? "nobody"
      : undefined)
  );
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
  role: FederatedRole,
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
