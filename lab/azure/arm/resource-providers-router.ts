/** Reading and registering resource providers ("Providers - Get", "Providers - Register"). */
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
  router.get(path, ({ params }, response) => {
    send(response, params.subscriptionId, params.namespace);
  });
  router.post(`${path}/register`, ({ params }, response) => {
    providers.register(params.namespace);
    send(response, params.subscriptionId, params.namespace);
  });
  return router;
}
