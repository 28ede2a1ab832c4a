import type { Message } from "../../messages";
import { IMPORT } from "../../messages/cli";
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
 * @returns The workload, or what is missing or there twice.
 */
export function readWorkload(
  role: Json,
  trust: ExportedTrust,
  exports: CloudExports,
  keys: ReadonlyMap<string, string>,
): SetUpWorkload | Message {
  const { identities, machines } = exports;
  const subjects = trust.subjects.map((value) => value.toLowerCase());
  const own = identities.filter((it) => subjects.includes(text(it, "principalId").toLowerCase()));
  const [identity, ...more] = own;
  const name = text(role, "RoleName");
  if (identity === undefined) {
    return IMPORT.say("import-identity-missing", name, trust.subjects);
  }
  if (more.length > 0) {
    return IMPORT.say("import-identities-several", name, own.length);
  }
  const identityName = text(identity, "name");
  const names = [text(identity, "principalId"), text(identity, "clientId"), identityName];
  const key = names.map((it) => keys.get(it)).find((it) => it !== undefined) ?? keys.get("");
  if (key === undefined) {
    return IMPORT.say("import-workload-unnamed", identityName);
  }
  const [assignment, ...assignments] = assignmentsOf(identity, exports);
  if (assignments.length > 0) {
    return IMPORT.say("import-assignments-several", identityName, assignments.length + 1);
  }
  const [machine, ...others] = machines.filter((it) => hasIdentity(it, text(identity, "id")));
  if (others.length > 0) {
    const ids = [machine, ...others].map((it) => text(it, "id"));
    return IMPORT.say("import-machines-several", identityName, ids);
  }
  const principalId = text(identity, "principalId").toLowerCase();
  const otherSubjects = trust.subjects.filter((value) => value.toLowerCase() !== principalId);
  const [wrong] = otherSubjects.filter((value) => entraSubjectProblems(value).length > 0);
  if (wrong !== undefined) {
    return IMPORT.say("import-subject-invalid", name, wrong, entraSubjectProblems(wrong));
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
