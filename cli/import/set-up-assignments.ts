import { isTakenOver, OWN_APP_ROLE } from "./application";
import { assignmentsIn, type CloudExports, type Json, text } from "./exports";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * What keeps the app-role assignments from being known: a sentence each. One that is not imported is made anew by the next
 * update, which Entra refuses where it is there.
 */
export function assignmentProblems(
  { assignmentPages, servicePrincipals }: CloudExports,
  workloads: readonly SetUpWorkload[],
): string[] {
  const [id = "<object ID>", ...others] = servicePrincipals.map((it) => text(it, "id"));
  const how = `export it with az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/${others.length > 0 ? "<object ID>" : id}/appRoleAssignedTo"`;
  if (assignmentPages.length === 0) {
    return [`There is no list of the app-role assignments: ${how}.`];
  }
  if (servicePrincipals.length !== 1) {
    return [];
  }
  if (!assignmentPages.some((page) => isOf(id, page))) {
    return [
      `The list of the app-role assignments is of another service principal than the exported one, ${id}: ${how}.`,
    ];
  }
  const further = assignmentPages.map((page) => text(page, "@odata.nextLink"));
  const unassigned = unassignedIn(workloads);
  return unassigned.length > 0 && !further.includes("")
    ? [
        `The list of the app-role assignments has a further page, on which may be those of ${unassigned.join(", ")}: export it too with az rest --url '${further.at(-1) ?? ""}'.`,
      ]
    : [];
}

/** What somebody should know of identities that have no assignment: a sentence each. */
export function assignmentNotes(application: Json, workloads: readonly SetUpWorkload[]): string[] {
  const unassigned = unassignedIn(workloads);
  if (unassigned.length === 0) {
    return [];
  }
  const role = isTakenOver(application) ? OWN_APP_ROLE : assignedAppRole(workloads);
  const [who, whom] =
    unassigned.length === 1
      ? [`The identity ${unassigned.join("")} is`, "it"]
      : [`The identities ${unassigned.join(", ")} are`, "them"];
  return [
    `${who} not assigned to ${role === undefined ? "an app role" : `the app role ${role}`} of the application ${text(application, "appId")}: the first pulumi up assigns ${whom}.${role === undefined ? " Give the ID of that app role as appRoleId, unless its value is Aws.Federate." : ""}`,
  ];
}

/** The app role to which the identities are assigned already. */
export function assignedAppRole(workloads: readonly SetUpWorkload[]): string | undefined {
  return workloads.map(({ assignment }) => text(assignment, "appRoleId")).find((id) => id !== "");
}

/** Whether a page can be a service principal's: an empty one does not say whose it is. */
function isOf(id: string, page: Json): boolean {
  const assignments = assignmentsIn(page);
  return assignments.length === 0 || assignments.some((it) => text(it, "resourceId") === id);
}

function unassignedIn(workloads: readonly SetUpWorkload[]): string[] {
  return workloads
    .filter(({ assignment }) => assignment === undefined)
    .map(({ identity }) => text(identity, "name"));
}
