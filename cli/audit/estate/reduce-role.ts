/** Decides which facts about a role, a user, or a group the audit keeps in memory. */
import { policyDocument } from "../../../policy-sources";
import { asList, coversAction, isObject, stringsIn } from "../../../trust";
import type { AwsGroup, AwsRole, AwsUser } from "../../snapshot/snapshot-records";
import type { KeepStatement, PolicyReducer } from "../permissions/policy-facts";
import type { AssumableRole, AwsTrust, FederatedRole, PolicyReferences } from "./estate";
import { worthPassing } from "./passable-roles";

/** What is kept of a role. */
export interface ReducedRole {
  readonly federated?: FederatedRole;
  readonly assumable?: AssumableRole;
  /** The services of AWS that can assume it, and its policies. */
  readonly passable?: { readonly services: readonly string[]; readonly policies: PolicyReferences };
}

/** Reduces a role while the input streams. */
export function reduceRole(role: AwsRole, account: string, reducer: PolicyReducer): ReducedRole {
  const given: unknown = role.AssumeRolePolicyDocument;
  const trustPolicy = policyDocument(given) ?? given;
  const statements = isObject(trustPolicy) ? asList(trustPolicy.Statement).filter(isObject) : [];
  const isFederated = !isObject(trustPolicy) || statements.some(namesProvider);
  const found = statements.flatMap(awsTrust);
  const trusts = found.some(({ denies }) => denies !== true) ? found : [];
  const services = [...new Set(statements.flatMap(servicesIn))].sort();
  if (trustPolicy === undefined || (!isFederated && trusts.length === 0 && services.length === 0)) {
    return {};
  }
  // Nothing else is kept of a role that only services assume. Most roles of an account are of that kind.
  const policies = referencesOf(role, reducer, isFederated || trusts.length > 0 ? undefined : worthPassing);
  const name = role.RoleName;
  return {
    ...(isFederated
      ? {
          federated: {
            arn: role.Arn,
            account,
            name,
            // As text it takes a quarter of the memory.
            trustPolicy: JSON.stringify(trustPolicy),
            policies,
            ...dated("created", role.CreateDate),
            ...lastUsedOf(role.RoleLastUsed),
          },
        }
      : {}),
    ...(trusts.length > 0 ? { assumable: { arn: role.Arn, trusts, policies } } : {}),
    ...(services.length > 0 ? { passable: { services, policies } } : {}),
  };
}

/** Whether a statement can be one for an identity provider. */
function namesProvider({ Principal, NotPrincipal }: Record<string, unknown>): boolean {
  return (
    NotPrincipal !== undefined ||
    Principal === "*" ||
    (isObject(Principal) && ("Federated" in Principal || stringsIn(Principal.AWS).includes("*")))
  );
}

/**
 * The services that a statement admits: patterns. Its conditions are about the service's own requests, so they do not count. A
 * statement for everybody may be one for services too.
 */
function servicesIn(statement: Record<string, unknown>): readonly string[] {
  const { Effect, Principal, NotPrincipal } = statement;
  if (Effect !== "Allow" || !isAssumingRole(statement)) {
    return [];
  }
  if (NotPrincipal !== undefined || Principal === "*") {
    return ["*"];
  }
  return isObject(Principal)
    ? [...stringsIn(Principal.Service), ...(stringsIn(Principal.AWS).includes("*") ? ["*"] : [])]
    : [];
}

function isAssumingRole({ Action, NotAction }: Record<string, unknown>): boolean {
  const covers = (patterns: unknown): boolean =>
    stringsIn(patterns).some((pattern) => coversAction(pattern, "sts:AssumeRole"));
  return NotAction === undefined ? covers(Action) : !covers(NotAction);
}

/** Principals that a statement admits by `sts:AssumeRole`, or keeps out. */
function awsTrust(statement: Record<string, unknown>): AwsTrust[] {
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  const isAssuming = isAssumingRole(statement);
  const denies = Effect !== "Allow";
  // Everybody but a few is everybody for an Allow. A Deny of this kind is left out: it may concern nobody.
  const principals =
    NotPrincipal !== undefined
      ? denies
        ? []
        : ["*"]
      : Principal === "*"
        ? ["*"]
        : isObject(Principal)
          ? stringsIn(Principal.AWS).map(principalOf)
          : [];
  return isAssuming && principals.length > 0
    ? [
        {
          principals,
          ...(denies ? { denies } : {}),
          ...(isObject(Condition) && Object.keys(Condition).length > 0
            ? { condition: JSON.stringify(Condition) }
            : {}),
        },
      ]
    : [];
}

/**
 * An account by its digits means its root. A session means its role: the caller of AssumeRoleWithWebIdentity chooses its name.
 *
 * Source: AWS, "AWS JSON policy elements: Principal".
 */
function principalOf(principal: string): string {
  return /^\d{12}$/.test(principal)
    ? `arn:aws:iam::${principal}:root`
    : principal.replace(/(:assumed-role\/[^/]+)\/.*$/, "$1");
}

/** What makes a user powerful. */
export function reduceUser(user: AwsUser, reducer: PolicyReducer): PolicyReferences {
  return referencesOf({ ...user, RolePolicyList: user.UserPolicyList }, reducer, worthPassing);
}

/** What makes the members of a group powerful. */
export function reduceGroup(group: AwsGroup, reducer: PolicyReducer): PolicyReferences {
  return referencesOf({ ...group, RolePolicyList: group.GroupPolicyList }, reducer, worthPassing);
}

/** The members of roles, users, and groups that hold policies. */
interface Holder {
  readonly RolePolicyList?: unknown;
  readonly AttachedManagedPolicies?: unknown;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: unknown };
}

function referencesOf(holder: Holder, reducer: PolicyReducer, keep?: KeepStatement): PolicyReferences {
  const boundary = holder.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    inline: asList(holder.RolePolicyList)
      .filter(isObject)
      .map(({ PolicyName, PolicyDocument }) => ({
        name: typeof PolicyName === "string" ? PolicyName : "(without a name)",
        facts: reducer.reduce(PolicyDocument, keep),
      })),
    attached: asList(holder.AttachedManagedPolicies)
      .filter(isObject)
      .flatMap(({ PolicyArn }) => stringsIn(PolicyArn)),
    ...(typeof boundary === "string" ? { boundary } : {}),
  };
}

function lastUsedOf(lastUsed: unknown): { readonly lastUsed?: string } {
  if (!isObject(lastUsed)) {
    return {};
  }
  const { LastUsedDate: date } = lastUsed;
  return date === undefined || date === null ? { lastUsed: "never" } : dated("lastUsed", date);
}

/** A member with a date in ISO 8601 and UTC; none if the value is no date. */
function dated<Name extends string>(name: Name, value: unknown): Readonly<Partial<Record<Name, string>>> {
  const date = new Date(typeof value === "string" ? value : Number.NaN);
  return (Number.isNaN(date.getTime()) ? {} : { [name]: date.toISOString() }) as Readonly<
    Partial<Record<Name, string>>
  >;
}
