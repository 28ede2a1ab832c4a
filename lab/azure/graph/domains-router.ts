/** `/domains` of Microsoft Graph v1.0: the verified domains of the tenant. */
import { Router } from "express";
import { graphCallerOf, sendCollection } from "./graph-exchange";

/** Lists domains. */
export function domainsRouter(): Router {
  const router = Router();
  // @evidence documentation Domains can be listed with `Domain.Read.All` or `Directory.Read.All`, and by every member
  // user. Source: Microsoft Graph, "List domains".
  router.get("/", (request, response) => {
    const caller = graphCallerOf(response);
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
