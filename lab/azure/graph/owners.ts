/** Owners of applications and service principals: naming them in a new object, listing, adding and removing them. */
import { type Request, Router } from "express";
import type { Directory } from "../directory/directory";
import type { Application, ServicePrincipal } from "../directory/directory-objects";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { callerOf, jsonBody, sendCollection } from "./graph-exchange";

/** How Graph's SDKs name existing objects in a new one. */
const BIND = "owners@odata.bind";
/** Owners that a request to create an application may name (source code: the azuread provider sends no more). */
const MAXIMUM_NAMED = 20;

/** What the router needs to know of the collection that it is below. */
export interface OwnedCollection<Owned> {
  /** The object as the copy that answers has it, or throws. */
  find(caller: GraphCaller, id: string): Owned;
  /** The object itself, or throws. */
  findToWrite(caller: GraphCaller, id: string): Owned;
  demandWrite(caller: GraphCaller, owned: Owned): void;
  setOwners(directory: Directory, owned: Owned, ownerIds: ReadonlySet<string>): void;
}

/**
 * Reads who is to own a new object, and takes it out of the body.
 *
 * Source (source code): the azuread provider sends `owners@odata.bind` with the caller at least.
 */
export function readOwners(
  { [BIND]: bound, ...rest }: Record<string, unknown>,
  caller: GraphCaller,
): { readonly rest: Record<string, unknown>; readonly ownerIds: readonly string[] } {
  if (bound === undefined) {
    return { rest, ownerIds: [] };
  }
  if (!Array.isArray(bound) || bound.length > MAXIMUM_NAMED) {
    throw GraphError.invalidProperty("owners");
  }
  const ownerIds = bound.map((reference: unknown) => readReference(reference, caller));
  for (const id of ownerIds) {
    caller.demandNameOwner(id);
  }
  return { rest, ownerIds };
}

/**
 * `…/owners` (Microsoft Graph, "List owners", "Add owner", "Remove owner").
 *
 * The text for an owner who is there already is a captured one.
 */
export function ownersRouter<Owned extends Application | ServicePrincipal>(
  collection: OwnedCollection<Owned>,
): Router {
  const router = Router({ mergeParams: true });
  router.get("/", (request: Request, response) => {
    const caller = callerOf(response);
    caller.demandRead();
    const { ownerIds } = collection.find(caller, parameter(request, "id"));
    const owners = [...ownerIds]
      .map((id) => describe(id, caller.tenant.directory))
      .filter((owner) => owner !== undefined);
    sendCollection(request, response, "directoryObjects", owners);
  });
  router.post("/$ref", (request: Request, response) => {
    const caller = callerOf(response);
    const owned = collection.findToWrite(caller, parameter(request, "id"));
    collection.demandWrite(caller, owned);
    const ownerId = readReference(jsonBody(request)["@odata.id"], caller);
    caller.demandAddOwner(ownerId);
    if (owned.ownerIds.has(ownerId)) {
      throw GraphError.badRequest(
        "One or more added object references already exist for the following modified properties: 'owners'.",
      );
    }
    collection.setOwners(caller.tenant.directory, owned, new Set([...owned.ownerIds, ownerId]));
    response.status(204).end();
  });
  router.delete("/:ownerId/$ref", (request: Request, response) => {
    const caller = callerOf(response);
    const ownerId = parameter(request, "ownerId");
    const owned = collection.findToWrite(caller, parameter(request, "id"));
    collection.demandWrite(caller, owned);
    if (!owned.ownerIds.has(ownerId)) {
      throw GraphError.notFound(ownerId);
    }
    const left = [...owned.ownerIds].filter((owner) => owner !== ownerId);
    collection.setOwners(caller.tenant.directory, owned, new Set(left));
    response.status(204).end();
  });
  return router;
}

/** A part of the address. Express does not see those of the router above in the types. */
function parameter(request: Request, name: string): string {
  return String(request.params[name]);
}

/** `https://graph.microsoft.com/v1.0/directoryObjects/{id}`, whatever the host. */
function readReference(reference: unknown, caller: GraphCaller): string {
  const [, id = ""] =
    /\/(?:directoryObjects|users|servicePrincipals)\/([^/]+)$/.exec(String(reference)) ?? [];
  if (describe(id, caller.tenant.directory) === undefined) {
    throw GraphError.notFound(id);
  }
  return id;
}

function describe(id: string, directory: Directory): Record<string, unknown> | undefined {
  const user = directory.users().find((candidate) => candidate.id === id);
  if (user !== undefined) {
    return { "@odata.type": "#microsoft.graph.user", ...user };
  }
  const principal = directory.servicePrincipals().find((candidate) => candidate.id === id);
  if (principal === undefined) {
    return undefined;
  }
  const { appId, displayName } = principal;
  return { "@odata.type": "#microsoft.graph.servicePrincipal", id, appId, displayName };
}
