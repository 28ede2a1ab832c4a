/** Reading and registering resource providers. */
import { Router } from "express";
import { ArmError } from "../resources/arm-error";
import { apiVersionsOf } from "./api-versions";
import { ARM_ADDRESSES } from "./arm-addresses";
import { sendPage } from "./arm-page";
import { regionDisplayName, regions } from "./region";
import type { ResourceProviders } from "./resource-providers";
import { namespaces, typesIn } from "./resource-types";

/**
 * The routes of a subscription's resource providers.
 *
 * @evidence log The types of a provider come with their API versions, the newest first, and the display names of their
 * regions. Source: Azure/azure-rest-api-specs #27695, which quotes `az provider show`. The Azure CLI finds by it the
 * version of a resource that it knows by ID alone.
 *
 * @param pageSize members in a page of the list. Default is all
 */
export function resourceProvidersRouter(providers: ResourceProviders, pageSize?: number): Router {
  const router = Router();
  const { provider, registration, unregistration } = ARM_ADDRESSES;
  const view = (subscriptionId: string, namespace: string): Record<string, unknown> => {
    demandNamespace(namespace);
    return {
      id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
      namespace,
      registrationPolicy: "RegistrationRequired",
      resourceTypes: typesIn(namespace).map((type) => ({
        resourceType: type.split("/").slice(1).join("/"),
        locations: regions().map(regionDisplayName),
        apiVersions: (apiVersionsOf(type) ?? []).toReversed(),
      })),
      registrationState: providers.isRegistered(namespace) ? "Registered" : "NotRegistered",
    };
  };
  // @evidence documentation The resource providers can be listed. Source: Azure Resource Manager, "Providers - List"; the
  // lab's list has those that it plays.
  router.get("/subscriptions/:subscriptionId/providers", (request, response) => {
    const { subscriptionId } = request.params;
    const views = namespaces().map((namespace) => view(subscriptionId, namespace));
    sendPage(request, response, views, pageSize);
  });
  // @evidence documentation A resource provider can be read. Source: Azure Resource Manager, "Providers - Get".
  router.get(provider.path, ({ params }, response) => {
    response.json(view(params.subscriptionId, params.namespace));
  });
  // @evidence documentation A resource provider can be registered, and its registration be taken back. Source: Azure Resource
  // Manager, "Providers - Register", "Providers - Unregister"; Azure needs minutes, the lab none.
  router.post(registration.path, ({ params }, response) => {
    demandNamespace(params.namespace);
    providers.register(params.namespace);
    response.json(view(params.subscriptionId, params.namespace));
  });
  router.post(unregistration.path, ({ params }, response) => {
    demandNamespace(params.namespace);
    providers.unregister(params.namespace);
    response.json(view(params.subscriptionId, params.namespace));
  });
  return router;
}

/**
 * Refuses what cannot be a resource provider. Microsoft has hundreds, of which the lab has a few, so every name that begins like
 * theirs passes.
 *
 * @throws ArmError 404 for any other name.
 */
function demandNamespace(namespace: string): void {
  if (!/^Microsoft\./i.test(namespace)) {
    // @evidence log A namespace that does not exist is `InvalidResourceNamespace`. Source:
    // JulianHayward/Azure-MG-Sub-Governance-Reporting #52; the status is inferred.
    throw new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  }
}
