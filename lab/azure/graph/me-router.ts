/** `/me` of Microsoft Graph v1.0: the person who asks, with their directory roles. */
import { Router } from "express";
import { GraphError } from "./graph-error";
import { callerOf, sendCollection, sendObject } from "./graph-exchange";

/**
 * Source (documentation): Microsoft Graph, "Get a user" and "List a user's memberships (direct and transitive)"; every user may
 * read their own. `/me` is for delegated tokens alone: the text of that refusal is what `az ad signed-in-user show` prints for a
 * service principal (log).
 */
export function meRouter(): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (!callerOf(response).isUser) {
      throw GraphError.badRequest("/me request is only valid with delegated authentication flow.");
    }
    next();
  });
  router.get("/", (_request, response) => {
    const { id, tenant } = callerOf(response);
    const user = tenant.directory.users().find((candidate) => candidate.id === id);
    sendObject(response, "users/$entity", { ...user });
  });
  router.get("/transitiveMemberOf/microsoft.graph.directoryRole", (request, response) => {
    const { id, tenant } = callerOf(response);
    sendCollection(request, response, "directoryObjects", [...tenant.directoryRoles.builtInOf(id)]);
  });
  return router;
}
