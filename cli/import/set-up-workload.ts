import { entraSubjectProblems, isObject } from "../../trust";
import { isTakenOver, OWN_APP_ROLE } from "./application";
import type { ExportedTrust } from "./exported-trust";
import { assignmentsIn, type CloudExports, type Json, text } from "./exports";

/** One workload of a set-up that was made by hand. */
export interface SetUpWorkload {
  readonly key: string;
  readonly role: Json;
  readonly trust: ExportedTrust;
  readonly identity: Json;
  /** The assignment of the identity to the application, if it has one. */
  readonly assignment: Json | undefined;
  /** The VM that has the identity, if it was exported. */
  readonly machine: Json | undefined;
  /** Subjects that the role trusts beside the identity. */
  readonly otherSubjects: readonly string[];
}

/**
 * Finds what belongs to the role of a workload.
 *
 * @param keys - The workloads' names, by the principal ID, client ID or name of their identities.
 * @returns The workload, or what is missing or there twice, as a sentence.
 */
export function readWorkload(
  role: Json,
  trust: ExportedTrust,
  exports: CloudExports,
  keys: ReadonlyMap<string, string>,
): SetUpWorkload | string {
  const { identities, machines } = exports;
  const subjects = trust.subjects.map((value) => value.toLowerCase());
  const own = identities.filter((it) => subjects.includes(text(it, "principalId").toLowerCase()));
  const [identity, ...more] = own;
  const name = text(role, "RoleName");
  if (identity === undefined) {
    return `The role ${name} trusts ${trust.subjects.join(", ")}, and no such identity is there: export it with az identity show.`;
  }
  if (more.length > 0) {
    return `The role ${name} trusts ${own.length} of the identities: leave out all but the workload's own. The others become additionalSubjects.`;
  }
  const identityName = text(identity, "name");
  const names = [text(identity, "principalId"), text(identity, "clientId"), identityName];
  const key = names.map((it) => keys.get(it)).find((it) => it !== undefined) ?? keys.get("");
  if (key === undefined) {
    return `The workload of the identity ${identityName} has no name: give --workload NAME=${identityName}.`;
  }
  const [assignment, ...assignments] = assignmentsOf(identity, exports);
  if (assignments.length > 0) {
    return `The identity ${identityName} is assigned to ${assignments.length + 1} app roles of the application, of which a federation has one: leave out all but that one.`;
  }
  const [machine, ...others] = machines.filter((it) => hasIdentity(it, text(identity, "id")));
  if (others.length > 0) {
    return `The identity ${identityName} is on ${others.length + 1} VMs, of which a workload has one: leave out all but that one, ${[machine, ...others].map((it) => text(it, "id")).join(", ")}.`;
  }
  const principalId = text(identity, "principalId").toLowerCase();
  const otherSubjects = trust.subjects.filter((value) => value.toLowerCase() !== principalId);
  const [wrong] = otherSubjects.filter((value) => entraSubjectProblems(value).length > 0);
  if (wrong !== undefined) {
    return `The role ${name} trusts the subject ${JSON.stringify(wrong)}, which no token of Entra's has, and additionalSubjects does not take: it ${entraSubjectProblems(wrong).join("; ")}. Take it out of the trust policy, and export again.`;
  }
  return { key, role, trust, identity, assignment, machine, otherSubjects };
}

/** The assignments of an identity to the app roles that can become the federation's. */
function assignmentsOf(
  identity: Json,
  { assignmentPages, applications, servicePrincipals }: CloudExports,
): Json[] {
  const principalId = text(identity, "principalId").toLowerCase();
  const isOwn = applications.some(isTakenOver);
  return assignmentPages
    .flatMap(assignmentsIn)
    .filter(
      (it) =>
        text(it, "principalId").toLowerCase() === principalId &&
        servicePrincipals.some((resource) => text(resource, "id") === text(it, "resourceId")) &&
        (!isOwn || text(it, "appRoleId") === OWN_APP_ROLE),
    );
}

function hasIdentity({ identity }: Json, id: string): boolean {
  const attached = isObject(identity) ? identity.userAssignedIdentities : undefined;
  return Object.keys(isObject(attached) ? attached : {}).some((it) => it.toLowerCase() === id.toLowerCase());
}
