/** Reading and registering resource providers. */
import { type Response, Router } from "express";
import { apiVersionsOf } from "./api-versions";
import { regionDisplayName, regions } from "./region";
import type { ResourceProviders } from "./resource-providers";
import { typesIn } from "./resource-types";

/**
 * The routes of a subscription's resource providers.
 *
 * @evidence log The types of a provider come with their API versions, the newest first, and the display names of their regions.
 *   Source: `az provider show` in azure-rest-api-specs issue 27695. The Azure CLI finds by it the version of a resource that
 *   it knows by ID alone.
 */
export function resourceProvidersRouter(providers: ResourceProviders): Router {
  const router = Router();
  const path = "/subscriptions/:subscriptionId/providers/:namespace";
  const send = (response: Response, subscriptionId: string, namespace: string): void => {
    response.json({
      id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
      namespace,
      registrationPolicy: "RegistrationRequired",
      resourceTypes: typesIn(namespace).map((type) => ({
        resourceType: type.split("/").slice(1).join("/"),
        locations: regions().map(regionDisplayName),
        apiVersions: (apiVersionsOf(type) ?? []).toReversed(),
      })),
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
