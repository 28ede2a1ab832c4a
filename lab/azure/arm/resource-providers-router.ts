/** Reading and registering resource providers. */
import { type Response, Router } from "express";
import type { ResourceProviders } from "./resource-providers";

/** The routes of a subscription's resource providers. */
export function resourceProvidersRouter(providers: ResourceProviders): Router {
  const router = Router();
  const path = "/subscriptions/:subscriptionId/providers/:namespace";
  const send = (response: Response, subscriptionId: string, namespace: string): void => {
    response.json({
      id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
      namespace,
      registrationPolicy: "RegistrationRequired",
      registrationState: providers.isRegistered(namespace) ? "Registered" : "NotRegistered",
    });
  };
  // @evidence documentation A resource provider can be read. Source: Azure Resource Manager, "Providers - Get".
  router.get(path, ({ params }, response) => {
    send(response, params.subscriptionId, params.namespace);
  });
  // @evidence documentation A resource provider can be registered. Source: Azure Resource Manager, "Providers -
  // Register"; Azure needs minutes, the lab none.
  router.post(`${path}/register`, ({ params }, response) => {
    providers.register(params.namespace);
    send(response, params.subscriptionId, params.namespace);
  });
  return router;
}
