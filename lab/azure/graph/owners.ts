/** Owners of applications and service principals: naming them in a new object, listing, adding and removing them. */
import { type Request, Router } from "express";
import type { Directory } from "../directory/directory";
import type { Application, ServicePrincipal } from "../directory/directory-objects";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { graphCallerOf, jsonBody, sendCollection } from "./graph-exchange";

/** How Graph's SDKs name existing objects in a new one. */
const BIND = "owners@odata.bind";
/**
 * Owners that a request to create an application may name.
 *
 * @evidence source A request to create an application names at most 20 owners. Source:
 *   hashicorp/terraform-provider-azuread internal/services/applications/application_resource.go, which sends only that many.
 */
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
 * @evidence source A new object can name its owners in `owners@odata.bind`. Source:
 *   hashicorp/terraform-provider-azuread internal/services/applications/application_resource.go.
 */
export function readOwners(
  { [BIND]: bound, ...rest }: Record<string, unknown>,
  caller: GraphCaller,
): { readonly rest: Record<string, unknown>; readonly ownerIds: readonly string[] } {
  if (bound === undefined) {
    return { rest, ownerIds: [] };
  }
  if (!Array.isArray(bound) || bound.length > MAXIMUM_NAMED) {
    // @evidence inferred More than 20 owners, or a value that is not a list, are refused. Reason: the
    // azuread provider sends only that many; the text is that of other invalid properties.
    throw GraphError.invalidProperty("owners");
  }
  const ownerIds = bound.map((reference: unknown) => readReference(reference, caller));
  for (const id of ownerIds) {
    caller.demandNameOwner(id);
  }
  return { rest, ownerIds };
}

/**
 * `…/owners`.
 */
export function ownersRouter<Owned extends Application | ServicePrincipal>(
  collection: OwnedCollection<Owned>,
): Router {
  const router = Router({ mergeParams: true });
  // @evidence documentation Owners can be listed. Source: Microsoft Graph, "List owners".
  router.get("/", (request: Request, response) => {
    const caller = graphCallerOf(response);
    caller.demandRead();
    const { ownerIds } = collection.find(caller, parameter(request, "id"));
    const owners = [...ownerIds]
      .map((id) => describePrincipal(id, caller.tenant.directory))
      .filter((owner) => owner !== undefined);
    sendCollection(request, response, "directoryObjects", owners);
  });
  // @evidence documentation Adding an owner answers 204. Source: Microsoft Graph, "Add owner".
  router.post("/$ref", (request: Request, response) => {
    const caller = graphCallerOf(response);
    const owned = collection.findToWrite(caller, parameter(request, "id"));
    collection.demandWrite(caller, owned);
    const ownerId = readReference(jsonBody(request)["@odata.id"], caller);
    caller.demandAddOwner(ownerId);
    if (owned.ownerIds.has(ownerId)) {
      // @evidence report An owner who is there already is refused. Source: answers quoted in public logs.
      throw GraphError.badRequest(
        "One or more added object references already exist for the following modified properties: 'owners'.",
      );
    }
    collection.setOwners(caller.tenant.directory, owned, new Set([...owned.ownerIds, ownerId]));
    response.status(204).end();
  });
  // @evidence source Removing an owner answers 204. Source: hashicorp/terraform-provider-azuread
  // internal/services/applications/application_resource.go, which removes the creator.
  router.delete("/:ownerId/$ref", (request: Request, response) => {
    const caller = graphCallerOf(response);
    const ownerId = parameter(request, "ownerId");
    const owned = collection.findToWrite(caller, parameter(request, "id"));
    collection.demandWrite(caller, owned);
    if (!owned.ownerIds.has(ownerId)) {
      // @evidence inferred Removing a principal that is not an owner is 404. Reason: the text is that of other objects that
      // are not there.
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
  if (describePrincipal(id, caller.tenant.directory) === undefined) {
    // @evidence inferred An owner who is not in the directory is 404. Reason: the text is that of other objects that
    // are not there.
    throw GraphError.notFound(id);
  }
  return id;
}

/** A person or a service principal, as lists of objects show it; `undefined` if the directory has none with this ID. */
export function describePrincipal(id: string, directory: Directory): Record<string, unknown> | undefined {
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
