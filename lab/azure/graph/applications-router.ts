/** `/applications` of Microsoft Graph v1.0. */
import { Router } from "express";
import type { Clock } from "../../clock";
import { addPassword, removePassword } from "./application-passwords";
import type { Application } from "./directory-objects";
import { readApplicationUpdate, readNewApplication } from "./application-requests";
import { callerOf, jsonBody, sendCollection, sendObject } from "./graph-exchange";
import { type GraphCaller, PERMISSIONS } from "./graph-caller";
import { GraphError } from "./graph-error";
import { applicationView } from "./representations";

/** Create, list, get, update and delete applications, give and take their secrets, and list their owners. */
export function applicationsRouter(clock: Clock): Router {
  const router = Router();
  router.post("/", (request, response) => {
    const caller = callerOf(response);
    caller.demand(PERMISSIONS.write);
    const fields = readNewApplication(jsonBody(request), caller.tenant);
    // An application that creates another becomes its owner (Microsoft Graph, "Create application").
    const application = caller.tenant.directory.createApplication({
      ...fields,
      ownerIds: new Set([caller.id]),
    });
    sendObject(response.status(201), "applications/$entity", applicationView(application));
  });
  router.get("/", (request, response) => {
    const caller = callerOf(response);
    caller.demand(PERMISSIONS.read);
    sendCollection(
      request,
      response,
      "applications",
      caller.tenant.directory.replica.applications().map(applicationView),
    );
  });
  router.get("/:id", (request, response) => {
    const caller = callerOf(response);
    caller.demand(PERMISSIONS.read);
    sendObject(response, "applications/$entity", applicationView(find(caller, request.params.id)));
  });
  router.patch("/:id", (request, response) => {
    const caller = callerOf(response);
    const application = findToWrite(caller, request.params.id);
    caller.demandWrite(application);
    const fields = readApplicationUpdate(jsonBody(request), caller.tenant, application);
    caller.tenant.directory.updateApplication(application, fields);
    response.status(204).end();
  });
  router.delete("/:id", (request, response) => {
    const caller = callerOf(response);
    const application = findToWrite(caller, request.params.id);
    caller.demandWrite(application);
    caller.tenant.directory.deleteApplication(application);
    response.status(204).end();
  });
  router.post("/:id/addPassword", (request, response) => {
    const caller = callerOf(response);
    const application = findToWrite(caller, request.params.id);
    caller.demandWrite(application);
    const credential = addPassword(caller.tenant, application, jsonBody(request), clock);
    sendObject(response, "microsoft.graph.passwordCredential", credential);
  });
  router.post("/:id/removePassword", (request, response) => {
    const caller = callerOf(response);
    const application = findToWrite(caller, request.params.id);
    caller.demandWrite(application);
    removePassword(caller.tenant, application, jsonBody(request));
    response.status(204).end();
  });
  router.get("/:id/owners", (request, response) => {
    const caller = callerOf(response);
    caller.demand(PERMISSIONS.read);
    const owners = [...find(caller, request.params.id).ownerIds].map((id) => ({ id }));
    sendCollection(request, response, "directoryObjects", owners);
  });
  return router;
}

function find(caller: GraphCaller, id: string): Application {
  return found(
    id,
    caller.tenant.directory.replica.applications().find((candidate) => candidate.id === id),
  );
}

/** The object itself, where {@link find} may give an older copy. One that the copy lacks cannot be written yet. */
function findToWrite(caller: GraphCaller, id: string): Application {
  find(caller, id);
  return found(
    id,
    caller.tenant.directory.applications().find((candidate) => candidate.id === id),
  );
}

function found(id: string, application: Application | undefined): Application {
  if (application === undefined) {
    throw GraphError.notFound(id);
  }
  return application;
}
