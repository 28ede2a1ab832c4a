/** Finds the identity, VM, and app-role assignment of a role to import. */
import { coded, type Message, quoted } from "../../messages";
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
  /** Subjects that the role trusts in addition to the identity. */
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
    return coded(
      "import-identity-missing",
      `role ${name} trusts ${trust.subjects.join(", ")}, and no exported identity has this principal ID. Export it with az identity show`,
    );
  }
  if (more.length > 0) {
    return coded(
      "import-identities-several",
      `role ${name} trusts ${own.length} of the exported identities, and a workload has one. Omit all but its own from the command line: the others become additionalSubjects`,
    );
  }
  const identityName = text(identity, "name");
  const names = [text(identity, "principalId"), text(identity, "clientId"), identityName];
  const key = names.map((it) => keys.get(it)).find((it) => it !== undefined) ?? keys.get("");
  if (key === undefined) {
    return coded(
      "import-workload-unnamed",
      `the workload of the identity ${identityName} has no name. Give --workload NAME=${identityName}`,
    );
  }
  const [assignment, ...assignments] = assignmentsOf(identity, exports);
  if (assignments.length > 0) {
    return coded(
      "import-assignments-several",
      `the identity ${identityName} is assigned to ${assignments.length + 1} app roles of the application, and a federation has one. Omit all assignments but that one`,
    );
  }
  const [machine, ...others] = machines.filter((it) => hasIdentity(it, text(identity, "id")));
  if (others.length > 0) {
    const ids = [machine, ...others].map((it) => text(it, "id"));
    return coded(
      "import-machines-several",
      `the identity ${identityName} is on ${ids.length} VMs, and a workload has one. Omit all but that one: ${ids.join(", ")}`,
    );
  }
  const principalId = text(identity, "principalId").toLowerCase();
  const otherSubjects = trust.subjects.filter((value) => value.toLowerCase() !== principalId);
  const [wrong] = otherSubjects.filter((value) => entraSubjectProblems(value).length > 0);
  if (wrong !== undefined) {
    return coded(
      "import-subject-invalid",
      `role ${name} trusts the subject ${quoted(wrong)}, which no token of Entra has: it ${entraSubjectProblems(wrong).join("; ")}. Remove it from the trust policy, and export again`,
    );
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
