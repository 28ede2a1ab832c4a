/** Role assignments below a service principal: granted to it, or granted on it. */
import { Router } from "express";
import {
  type AppRoleAssignment,
  DEFAULT_ACCESS_ROLE_ID,
  type ServicePrincipal,
} from "../directory/directory-objects";
import type { EntraTenant } from "../entra/entra-tenant";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { graphCallerOf, jsonBody, sendCollection, sendObject } from "./graph-exchange";
import { assignmentView } from "./representations";

/** Which end of the assignment the service principal in the address is. */
type AssignmentEnd = "principalId" | "resourceId";

/** The parts of an assignment's address. */
interface OneAssignment {
  readonly id: string;
  readonly assignmentId: string;
}

/**
 * `appRoleAssignments` (`end` is `principalId`) or `appRoleAssignedTo` (`end` is `resourceId`).
 *
 * @param find Finds the service principal in the address, or throws.
 */
export function appRoleAssignmentsRouter(
  end: AssignmentEnd,
  find: (caller: GraphCaller, id: string) => ServicePrincipal,
): Router {
  const router = Router({ mergeParams: true });
  // @evidence documentation Listing assignments takes the rights to read. Source: Microsoft Graph, "List
  // appRoleAssignments granted to a service principal".
  router.get<"/", { id: string }>("/", (request, response) => {
    const caller = graphCallerOf(response);
    caller.demandRead();
    const { id } = find(caller, request.params.id);
    const assignments = caller.tenant.directory.replica
      .assignments()
      .filter((assignment) => assignment[end] === id);
    sendCollection(request, response, "appRoleAssignments", assignments.map(assignmentView));
  });
  // @evidence documentation Granting an app role answers 201 with the assignment. Source: Microsoft Graph, "Grant an
  // appRoleAssignment to a service principal".
  router.post<"/", { id: string }>("/", (request, response) => {
    const caller = graphCallerOf(response);
    const { id } = find(caller, request.params.id);
    const body = jsonBody(request);
    demand(caller, body.resourceId, "assign");
    if (body[end] !== id) {
      // @evidence inferred An assignment for another service principal than that of the address is refused. Reason:
      // the page requires the same ID in both; the text is that for other wrong references.
      throw GraphError.badRequest("Not a valid reference update.");
    }
    sendObject(
      response.status(201),
      "appRoleAssignments/$entity",
      assignmentView(grant(body, caller.tenant)),
    );
  });
  // @evidence documentation One assignment can be read by its ID. Source: Microsoft Graph, "Get appRoleAssignment".
  router.get<"/:assignmentId", OneAssignment>("/:assignmentId", (request, response) => {
    const caller = graphCallerOf(response);
    caller.demandRead();
    const { id } = find(caller, request.params.id);
    const assignment = findAssignment(caller, end, id, request.params.assignmentId);
    sendObject(response, "appRoleAssignments/$entity", assignmentView(assignment));
  });
  // @evidence documentation Deleting an assignment answers 204. Source: Microsoft Graph, "Delete an appRoleAssignment
  // granted for a service principal".
  router.delete<"/:assignmentId", OneAssignment>("/:assignmentId", (request, response) => {
    const caller = graphCallerOf(response);
    const { id } = find(caller, request.params.id);
    const { assignmentId } = request.params;
    demand(caller, assignmentOf(caller, end, id, assignmentId)?.resourceId, "unassign");
    caller.tenant.directory.deleteAssignment(findAssignment(caller, end, id, assignmentId));
    response.status(204).end();
  });
  return router;
}

/**
 * Demands the right over the resource. If there is no such resource, it demands the right over any, so that a caller without
 * rights does not learn which resources exist.
 */
function demand(caller: GraphCaller, resourceId: unknown, kind: "assign" | "unassign"): void {
  const { directory } = caller.tenant;
  const resource = directory.servicePrincipals().find((candidate) => candidate.id === resourceId);
  caller.demandAssignAppRole(resource ?? { id: "", appId: "", ownerIds: new Set() }, kind);
}

/** @throws GraphError when it is not there. */
function findAssignment(
  caller: GraphCaller,
  end: AssignmentEnd,
  servicePrincipalId: string,
  assignmentId: string,
): AppRoleAssignment {
  const assignment = assignmentOf(caller, end, servicePrincipalId, assignmentId);
  if (assignment === undefined) {
    // @evidence recorded An assignment that does not exist is 404, as any object is. Source: Azure/azure-cli
    // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
    throw GraphError.notFound(assignmentId);
  }
  return assignment;
}

function assignmentOf(
  caller: GraphCaller,
  end: AssignmentEnd,
  servicePrincipalId: string,
  assignmentId: string,
): AppRoleAssignment | undefined {
  return caller.tenant.directory.replica
    .assignments()
    .find((assignment) => assignment.id === assignmentId && assignment[end] === servicePrincipalId);
}

/**
 * Carries a grant out.
 *
 * @throws GraphError for a principal, resource, or role that is not there, and for a grant that is there already.
 */
function grant(body: Record<string, unknown>, { directory }: EntraTenant): AppRoleAssignment {
  const [principal, resource] = [body.principalId, body.resourceId].map((id) =>
    // One that Graph does not see yet is refused like one that is not there.
    directory.replica.servicePrincipals().find((candidate) => candidate.id === id),
  );
  const { appRoleId } = body;
  if (principal === undefined || resource === undefined || typeof appRoleId !== "string") {
    // @evidence source A principal or resource that Graph does not see yet is refused as "Not a valid reference
    // update". Source: hashicorp/terraform-provider-azuread
    // internal/services/approleassignments/app_role_assignment_resource.go at f0169e0, which repeats its request at
    // this text; microsoftgraph/microsoft-graph-docs #20133 reports it.
    throw GraphError.badRequest("Not a valid reference update.");
  }
  const roles = directory.appRoles(resource);
  const role = roles.find(({ id }) => id === appRoleId.toLowerCase());
  // @evidence documentation Default access is for resources that declare no role. Source: Microsoft Graph,
  // "appRoleAssignment resource type".
  const isOffered =
    role === undefined
      ? appRoleId === DEFAULT_ACCESS_ROLE_ID && roles.length === 0
      : role.isEnabled && role.allowedMemberTypes.includes("Application");
  if (!isOffered) {
    // @evidence report A role that the resource does not offer is refused with the resource's application ID. Source:
    // answers quoted in public logs; that disabled roles and roles for users are refused alike is inferred.
    throw GraphError.badRequest(
      `Permission being assigned was not found on application '${resource.appId}'.`,
    );
  }
  const exists = directory
    .assignments()
    .some(
      (assignment) =>
        assignment.principalId === principal.id &&
        assignment.resourceId === resource.id &&
        assignment.appRoleId === appRoleId.toLowerCase(),
    );
  if (exists) {
    // @evidence report A role that was assigned already is refused. Source: answers quoted in public logs.
    throw GraphError.badRequest("Permission being assigned already exists on the object");
  }
  return directory.assign(principal, resource, appRoleId.toLowerCase());
}
