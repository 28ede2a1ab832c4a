/** Decides whether the exported app-role assignments are complete enough for an import. */
import { coded, type Message } from "../../messages";
import { IMPORT } from "../../messages/cli";
import { isTakenOver, OWN_APP_ROLE } from "./application";
import { assignmentsIn, type CloudExports, type Json, text } from "./exports";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * What keeps the app-role assignments from being known. The next update creates each that is not imported, and Entra refuses
 * one that exists.
 */
export function assignmentProblems(
  { assignmentPages, servicePrincipals }: CloudExports,
  workloads: readonly SetUpWorkload[],
): Message[] {
  const [id = "<object ID>", ...others] = servicePrincipals.map((it) => text(it, "id"));
  const command = `az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/${others.length > 0 ? "<object ID>" : id}/appRoleAssignedTo"`;
  if (assignmentPages.length === 0) {
    return [
      coded("import-assignments-missing", `no list of the app-role assignments. Export it with ${command}`),
    ];
  }
  if (servicePrincipals.length !== 1) {
    return [];
  }
  if (!assignmentPages.some((page) => isOf(id, page))) {
    return [
      coded(
        "import-assignments-of-another",
        `the list of the app-role assignments is not of the exported service principal ${id}. Export it with ${command}`,
      ),
    ];
  }
  const further = assignmentPages.map((page) => text(page, "@odata.nextLink"));
  const unassigned = unassignedIn(workloads);
  return unassigned.length > 0 && !further.includes("")
    ? [
        coded(
          "import-assignments-incomplete",
          `the list of the app-role assignments has a further page, which may hold those of ${unassigned.join(", ")}. Export it with az rest --url '${further.at(-1) ?? ""}'`,
        ),
      ]
    : [];
}

/** What the user should know about identities that have no assignment. */
export function assignmentNotes(application: Json, workloads: readonly SetUpWorkload[]): Message[] {
  const unassigned = unassignedIn(workloads);
  if (unassigned.length === 0) {
    return [];
  }
  const role = isTakenOver(application) ? OWN_APP_ROLE : assignedAppRole(workloads);
  return [IMPORT.say("import-note-unassigned", unassigned, role, text(application, "appId"))];
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
