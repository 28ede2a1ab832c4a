/** `/me` of Microsoft Graph v1.0: the person who asks, with their directory roles. */
import { Router } from "express";
import { GraphError } from "./graph-error";
import { graphCallerOf, sendCollection, sendObject } from "./graph-exchange";

/** Every user may read themselves and their own directory roles. */
export function meRouter(): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (!graphCallerOf(response).isUser) {
      // @evidence report `/me` is for delegated tokens alone. Source: what `az ad signed-in-user show` prints for a
      // service principal, in public logs.
      throw GraphError.badRequest("/me request is only valid with delegated authentication flow.");
    }
    next();
  });
  // @evidence documentation A user can read themselves. Source: Microsoft Graph, "Get a user".
  router.get("/", (_request, response) => {
    const { id, tenant } = graphCallerOf(response);
    const user = tenant.directory.users().find((candidate) => candidate.id === id);
    sendObject(response, "users/$entity", { ...user });
  });
  // @evidence documentation A user can list their own directory roles. Source: Microsoft Graph, "List a user's
  // memberships (direct and transitive)".
  router.get("/transitiveMemberOf/microsoft.graph.directoryRole", (request, response) => {
    const { id, tenant } = graphCallerOf(response);
    sendCollection(request, response, "directoryObjects", [...tenant.directoryRoles.builtInOf(id)]);
  });
  return router;
}
