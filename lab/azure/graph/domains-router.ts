/** `/domains` of Microsoft Graph v1.0: the verified domains of the tenant. */
import { Router } from "express";
import { callerOf, sendCollection } from "./graph-exchange";

/**
 * Lists domains. Source (documentation): Microsoft Graph, "List domains" (permissions and properties); an application needs
 * `Domain.Read.All` or `Directory.Read.All`, every member user may.
 */
export function domainsRouter(): Router {
  const router = Router();
  router.get("/", (request, response) => {
    const caller = callerOf(response);
    caller.demandReadDomains();
    const { verifiedDomains } = caller.tenant;
    const views = verifiedDomains.map((id, index) => ({
      id,
      authenticationType: "Managed",
      isAdminManaged: true,
      isDefault: index === 0,
      isInitial: id.endsWith(".onmicrosoft.com"),
      isRoot: true,
      isVerified: true,
      supportedServices: [],
    }));
    sendCollection(request, response, "domains", views);
  });
  return router;
}
