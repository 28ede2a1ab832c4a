/** `/servicePrincipals` of Microsoft Graph v1.0. */
import { type Request, type Response, Router } from "express";
import type { ServicePrincipal } from "../directory/directory-objects";
import { appRoleAssignmentsRouter } from "./app-role-assignments-router";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { COUNT, graphCallerOf, jsonBody, sendCollection, sendCount, sendObject } from "./graph-exchange";
import { ownersRouter, readOwners } from "./owners";
import { createdServicePrincipalView, servicePrincipalView } from "./representations";
import { readNewServicePrincipal, readServicePrincipalUpdate } from "./service-principal-requests";

/** The address of one service principal. */
type OneRequest = Request<{ id: string }>;

/** Create, list, get, update and delete service principals, their owners and their role assignments. */
export function servicePrincipalsRouter(): Router {
  const router = Router();
  // @evidence recorded Creating a service principal answers 201 with the object. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_service_principal_scenario.yaml at
  // 11656fe.
  router.post("/", create);
  // @evidence recorded Listing service principals takes `$filter` and answers `value`. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_service_principal_scenario.yaml at
  // 11656fe.
  router.get("/", list);
  // @evidence documentation Counting takes the segment `$count`. Source: "Advanced query capabilities on Microsoft Entra
  // ID objects".
  router.get(COUNT, (request, response) => {
    sendCount(request, response, "servicePrincipals", views(graphCallerOf(response)));
  });
  // @evidence recorded Reading a service principal answers 200 with the object. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_service_principal_scenario.yaml at
  // 11656fe.
  router.get("/:id", show);
  // @evidence documentation Changing a service principal answers 204 without a body. Source: Microsoft Graph,
  // "Update servicePrincipal".
  router.patch("/:id", update);
  // @evidence documentation Deleting a service principal answers 204. Source: Microsoft Graph, "Delete servicePrincipal".
  router.delete("/:id", remove);
  router.use(
    "/:id/owners",
    ownersRouter({
      find: findServicePrincipal,
      findToWrite,
      demandWrite: (caller, found) => {
        caller.demandWriteServicePrincipal(found);
      },
      setOwners: (directory, found, ownerIds) => {
        directory.updateServicePrincipal(found, { ownerIds });
      },
    }),
  );
  router.use("/:id/appRoleAssignedTo", appRoleAssignmentsRouter("resourceId", findServicePrincipal));
  router.use("/:id/appRoleAssignments", appRoleAssignmentsRouter("principalId", findServicePrincipal));
  return router;
}

function create(request: Request, response: Response): void {
  const caller = graphCallerOf(response);
  const { directory } = caller.tenant;
  const { rest, ownerIds } = readOwners(jsonBody(request), caller);
  const application = directory.replica.applications().find(({ appId }) => appId === rest.appId);
  const becomesOwner = caller.demandCreateServicePrincipal(application);
  const created = directory.createServicePrincipal({
    ...readNewServicePrincipal(rest, caller.tenant, application),
    ownerIds: new Set([...ownerIds, ...(becomesOwner ? [caller.id] : [])]),
  });
  sendObject(
    response.status(201),
    "servicePrincipals/$entity",
    createdServicePrincipalView(created, directory),
  );
}

function list(request: Request, response: Response): void {
  sendCollection(request, response, "servicePrincipals", views(graphCallerOf(response)));
}

function views(caller: GraphCaller): readonly Record<string, unknown>[] {
  caller.demandRead();
  const { replica } = caller.tenant.directory;
  return replica.servicePrincipals().map((entry) => servicePrincipalView(entry, replica));
}

function show(request: OneRequest, response: Response): void {
  const caller = graphCallerOf(response);
  caller.demandRead();
  const found = findServicePrincipal(caller, request.params.id);
  const { replica } = caller.tenant.directory;
  sendObject(response, "servicePrincipals/$entity", servicePrincipalView(found, replica));
}

function update(request: OneRequest, response: Response): void {
  const caller = graphCallerOf(response);
  const found = findToWrite(caller, request.params.id);
  caller.demandWriteServicePrincipal(found);
  const fields = readServicePrincipalUpdate(jsonBody(request), found);
  caller.tenant.directory.updateServicePrincipal(found, fields);
  response.status(204).end();
}

function remove(request: OneRequest, response: Response): void {
  const caller = graphCallerOf(response);
  const found = findToWrite(caller, request.params.id);
  caller.demandWriteServicePrincipal(found);
  caller.tenant.directory.deleteServicePrincipal(found);
  response.status(204).end();
}

function findServicePrincipal(caller: GraphCaller, id: string): ServicePrincipal {
  return present(
    id,
    caller.tenant.directory.replica.servicePrincipals().find((candidate) => candidate.id === id),
  );
}

/** The object itself, where the other gives a copy that may be older. One that the copy lacks cannot be written yet. */
function findToWrite(caller: GraphCaller, id: string): ServicePrincipal {
  findServicePrincipal(caller, id);
  return present(
    id,
    caller.tenant.directory.servicePrincipals().find((candidate) => candidate.id === id),
  );
}

function present(id: string, servicePrincipal: ServicePrincipal | undefined): ServicePrincipal {
  if (servicePrincipal === undefined) {
    // @evidence recorded A service principal that does not exist is 404. Source: Azure/azure-cli
    // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_service_principal_scenario.yaml at
    // 11656fe.
    throw GraphError.notFound(id);
  }
  return servicePrincipal;
}
