/** `/applications` of Microsoft Graph v1.0. */
import { type Request, type Response, Router } from "express";
import type { Clock } from "../../clock";
import type { Application } from "../directory/directory-objects";
import { addPassword, removePassword } from "./application-passwords";
import { readApplicationUpdate, readNewApplication } from "./application-requests";
import { federatedCredentialsRouter } from "./federated-credentials-router";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { COUNT, graphCallerOf, jsonBody, sendCollection, sendCount, sendObject } from "./graph-exchange";
import { ownersRouter, readOwners } from "./owners";
import { applicationView, createdApplicationView, inAnotherOrder } from "./representations";

/** The address of one application. */
type OneRequest = Request<{ id: string }>;

/** Create, list, get, update and delete applications, give and take their secrets, and their owners. */
export function applicationsRouter(clock: Clock): Router {
  const router = Router();
  // @evidence recorded Creating an application answers 201 with the object. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
  router.post("/", create);
  // @evidence recorded Listing applications takes `$filter` and answers `value`. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
  router.get("/", list);
  // @evidence documentation Counting takes the segment `$count`. Source: "Advanced query capabilities on Microsoft Entra
  // ID objects".
  router.get(COUNT, (request, response) => {
    sendCount(request, response, "applications", views(graphCallerOf(response)));
  });
  // @evidence recorded Reading an application answers 200 with the object. Source: Azure/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
  router.get("/:id", show);
  // @evidence recorded Changing an application answers 204 without a body. Source: jiasli/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at 4907e61 (2022).
  router.patch("/:id", update);
  // @evidence recorded Deleting an application answers 204; it is in no list afterwards. Source: jiasli/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at 4907e61 (2022).
  router.delete("/:id", remove);
  // @evidence recorded `addPassword` answers 200 and shows the secret this once. Source: jiasli/azure-cli
  // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at 4907e61 (2022).
  router.post("/:id/addPassword", (request, response) => {
    const { caller, application } = toWrite(request, response);
    const credential = addPassword(caller.tenant, application, jsonBody(request), clock);
    sendObject(response, "microsoft.graph.passwordCredential", credential);
  });
  // @evidence documentation `removePassword` answers 204. Source: Microsoft Graph, "application: removePassword".
  router.post("/:id/removePassword", (request, response) => {
    const { caller, application } = toWrite(request, response);
    removePassword(caller.tenant, application, jsonBody(request));
    response.status(204).end();
  });
  router.use("/:id/federatedIdentityCredentials", federatedCredentialsRouter({ find, findToWrite }));
  router.use(
    "/:id/owners",
    ownersRouter({
      find,
      findToWrite,
      demandWrite: (caller, application) => {
        caller.demandWriteApplication(application);
      },
      setOwners: (directory, application, ownerIds) => {
        directory.updateApplication(application, { ownerIds });
      },
    }),
  );
  return router;
}

function create(request: Request, response: Response): void {
  const caller = graphCallerOf(response);
  const becomesOwner = caller.demandCreateApplication();
  const { rest, ownerIds } = readOwners(jsonBody(request), caller);
  const fields = readNewApplication(rest, caller.tenant);
  const application = caller.tenant.directory.createApplication({
    ...fields,
    ownerIds: new Set([...ownerIds, ...(becomesOwner ? [caller.id] : [])]),
  });
  const view = createdApplicationView(application, publisherDomain(caller));
  sendObject(response.status(201), "applications/$entity", view);
}

function list(request: Request, response: Response): void {
  sendCollection(request, response, "applications", views(graphCallerOf(response)));
}

function views(caller: GraphCaller): readonly Record<string, unknown>[] {
  caller.demandRead();
  return caller.tenant.directory.replica
    .applications()
    .map((application) => inAnotherOrder(applicationView(application, publisherDomain(caller))));
}

function show(request: OneRequest, response: Response): void {
  const caller = graphCallerOf(response);
  caller.demandRead();
  const view = applicationView(find(caller, request.params.id), publisherDomain(caller));
  sendObject(response, "applications/$entity", inAnotherOrder(view));
}

function update(request: OneRequest, response: Response): void {
  const { caller, application } = toWrite(request, response);
  const fields = readApplicationUpdate(jsonBody(request), caller.tenant, application);
  caller.tenant.directory.updateApplication(application, fields);
  response.status(204).end();
}

function remove(request: OneRequest, response: Response): void {
  const { caller, application } = toWrite(request, response);
  caller.tenant.directory.deleteApplication(application);
  response.status(204).end();
}

/** The caller, who may write it, and the application of the address. */
function toWrite(
  request: OneRequest,
  response: Response,
): { readonly caller: GraphCaller; readonly application: Application } {
  const caller = graphCallerOf(response);
  const application = findToWrite(caller, request.params.id);
  caller.demandWriteApplication(application);
  return { caller, application };
}

function publisherDomain({ tenant }: GraphCaller): string | null {
  return tenant.verifiedDomains[0] ?? null;
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
    // @evidence recorded An application that does not exist is 404. Source: Azure/azure-cli
    // src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_scenario.yaml at 2b2fc6d.
    throw GraphError.notFound(id);
  }
  return application;
}
