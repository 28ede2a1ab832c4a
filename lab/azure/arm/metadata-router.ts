/** What Azure Resource Manager says of its cloud to everybody. */
import { Router } from "express";
import { ARM_HOST, GRAPH_HOST } from "../azure-hosts";
import { type AzureCloud, IDENTITY_HOSTS } from "../entra/azure-cloud";

const NAMES: Readonly<Record<AzureCloud, string>> = {
  public: "AzureCloud",
  usgovernment: "AzureUSGovernment",
  china: "AzureChinaCloud",
};

const AUDIENCES = ["https://management.core.windows.net/", `https://${ARM_HOST}/`];

/**
 * The route of the cloud's endpoints, which needs no token.
 *
 * @evidence source The answer of version 2022-09-01 is an object with at least these members, that of 2015-01-01 an object with
 *   other names. Source: hashicorp/go-azure-sdk, whose metadata client and its tests hold a copy of a real answer; azure-cli
 *   `azure/cli/core/cloud.py`. Hosts of services that the lab does not have are left out, and Graph and Resource Manager have
 *   the hosts that the lab serves in every cloud.
 */
export function metadataRouter(cloud: AzureCloud): Router {
  const router = Router();
  router.get("/metadata/endpoints", ({ query }, response) => {
    const authentication = {
      loginEndpoint: `https://${IDENTITY_HOSTS[cloud].login}`,
      audiences: AUDIENCES,
      tenant: "common",
      identityProvider: "AAD",
    };
    if (query["api-version"] === "2015-01-01") {
      response.json({ graphEndpoint: "https://graph.windows.net/", authentication });
      return;
    }
    response.json({
      name: NAMES[cloud],
      resourceManager: `https://${ARM_HOST}/`,
      microsoftGraphResourceId: `https://${GRAPH_HOST}/`,
      graph: "https://graph.windows.net/",
      graphAudience: "https://graph.windows.net/",
      authentication,
      suffixes: {},
    });
  });
  return router;
}
