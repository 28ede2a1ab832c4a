import { judgeTrustPolicy, recogniseEntraIssuer, type TrustGrant } from "../../trust";
import { isObject } from "../../trust/json-object";
import { text, type CloudExports, type Json } from "./exports";
import { policyProblems } from "./role-policies";

/** One workload of a set-up that was made by hand. */
export interface SetUpWorkload {
  readonly key: string;
  readonly role: Json;
  readonly identity: Json;
  /** The assignment of the identity to the application, if it was exported. */
  readonly assignment: Json | undefined;
  /** The VM that has the identity, if it was exported. */
  readonly machine: Json | undefined;
  /** Subjects that the role trusts beside the identity. */
  readonly otherSubjects: readonly string[];
}

/** A set-up that was made by hand: its parts and how they belong together. */
export interface SetUp {
  readonly tenantId: string;
  readonly tokenVersion: 1 | 2;
  readonly audience: string;
  readonly provider: Json;
  readonly application: Json;
  readonly servicePrincipal: Json;
  readonly workloads: readonly SetUpWorkload[];
}

/** What keeps exports from being read as one set-up: a sentence each. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Finds how exports belong together: whom each role trusts, and which identity, application and provider that is.
 *
 * @param keys - The workloads' names, by the principal ID, client ID or name of their identities.
 * @throws {SetUpError} If something is missing, is there twice, or does not fit.
 */
export function readSetUp(exports: CloudExports, keys: ReadonlyMap<string, string>): SetUp {
  const problems: string[] = [];
  const one = (what: string, how: string, items: readonly Json[]): Json => {
    if (items.length !== 1) {
      problems.push(
        `${items.length === 0 ? "There is no" : `There are ${items.length} of one`} ${what}: export it with ${how}.`,
      );
    }
    return items[0] ?? {};
  };
  const provider = one("OpenID Connect provider", "aws iam get-open-id-connect-provider", exports.providers);
  const application = one("application", "az ad app show --id <audience>", exports.applications);
  const servicePrincipal = one(
    "service principal",
    "az ad sp show --id <client ID>",
    exports.servicePrincipals,
  );
  const url = text(provider, "Url").replace(/^https:\/\//, "");
  const issuer = recogniseEntraIssuer(url);
  if (issuer === undefined && exports.providers.length === 1) {
    problems.push(`The provider ${JSON.stringify(url)} is no Entra tenant's.`);
  }
  if (exports.roles.length === 0) {
    problems.push("There is no role: export it with aws iam get-role.");
  }
  const workloads: SetUpWorkload[] = [];
  const audiences = new Set<string>();
  for (const role of exports.roles) {
    const grant = grantOf(role, url);
    if (grant === undefined) {
      problems.push(
        `The role ${text(role, "RoleName")} has no statement that pins aud and sub of the provider ${url} to exact values: put that right first.`,
      );
      continue;
    }
    grant.audience.values.forEach((value) => audiences.add(value));
    problems.push(...policyProblems(role, exports));
    const workload = workloadOf(role, grant, exports, keys);
    if (typeof workload === "string") {
      problems.push(workload);
    } else {
      workloads.push(workload);
    }
  }
  const [audience = "", ...others] = audiences;
  const tokenVersion = issuer?.tokenVersion ?? 1;
  if (tokenVersion === 1 && others.length > 0) {
    problems.push(
      `The roles trust ${others.length + 1} audiences, of which a federation has one: ${[...audiences].join(", ")}.`,
    );
  }
  if (problems.length > 0) {
    throw new SetUpError(problems);
  }
  const [uri = ""] = [application.identifierUris].flat().filter((it) => typeof it === "string");
  return {
    tenantId: issuer?.tenantId ?? "",
    tokenVersion,
    audience: tokenVersion === 1 ? audience : uri,
    ...{ provider, application, servicePrincipal, workloads },
  };
}

/** What a role grants to a provider, if audience and subject are exact. */
function grantOf(role: Json, provider: string): TrustGrant | undefined {
  return judgeTrustPolicy(role.AssumeRolePolicyDocument).grants.find(
    (grant) =>
      grant.provider === provider && grant.audience.kind === "exact" && grant.subject.kind === "exact",
  );
}

function workloadOf(
  role: Json,
  { subject }: TrustGrant,
  { identities, assignments, machines }: CloudExports,
  keys: ReadonlyMap<string, string>,
): SetUpWorkload | string {
  const subjects = subject.values.map((value) => value.toLowerCase());
  const own = identities.filter((it) => subjects.includes(text(it, "principalId").toLowerCase()));
  const [identity, ...more] = own;
  const name = text(role, "RoleName");
  if (identity === undefined) {
    return `The role ${name} trusts ${subject.values.join(", ")}, and no such identity is there: export it with az identity show.`;
  }
  if (more.length > 0) {
    return `The role ${name} trusts ${own.length} of the identities: leave out all but the workload's own. The others become additionalSubjects.`;
  }
  const names = ["principalId", "clientId", "name"].map((member) => text(identity, member));
  const key = names.map((it) => keys.get(it)).find((it) => it !== undefined) ?? keys.get("");
  if (key === undefined) {
    return `The workload of the identity ${text(identity, "name")} has no name: give --workload NAME=${text(identity, "name")}.`;
  }
  const principalId = text(identity, "principalId").toLowerCase();
  return {
    ...{ key, role, identity },
    assignment: assignments.find((it) => text(it, "principalId").toLowerCase() === principalId),
    machine: machines.find((it) => hasIdentity(it, text(identity, "id"))),
    otherSubjects: subject.values.filter((value) => value.toLowerCase() !== principalId),
  };
}

function hasIdentity({ identity }: Json, id: string): boolean {
  const attached = isObject(identity) ? identity.userAssignedIdentities : undefined;
  return Object.keys(isObject(attached) ? attached : {}).some((it) => it.toLowerCase() === id.toLowerCase());
}
