/** What Azure Resource Manager says of its cloud to everybody. */
import { Router } from "express";
import { addressOf } from "../asked-address";
import { ARM_HOST, GRAPH_HOST } from "../azure-hosts";
import { type AzureCloud, IDENTITY_HOSTS } from "../entra/azure-cloud";

const NAMES: Readonly<Record<AzureCloud, string>> = {
  public: "AzureCloud",
  usgovernment: "AzureUSGovernment",
  china: "AzureChinaCloud",
};

const AUDIENCES = ["https://management.core.windows.net/", `https://${ARM_HOST}/`];

/** Versions whose answer is a list of clouds. */
const LISTING_VERSIONS: readonly unknown[] = ["2019-05-01", "2020-06-01"];

/**
 * The route of the cloud's endpoints, which needs no token.
 *
 * @evidence source The answer of version 2022-09-01 is an object with at least these members, that of 2015-01-01 an object with
 *   other names. Source: hashicorp/go-azure-sdk, whose metadata client and its tests hold a copy of a real answer; azure-cli
 *   `azure/cli/core/cloud.py`. Hosts of services that the lab does not have are left out, and Graph and Resource Manager have
 *   the hosts that the lab serves in every cloud.
 * @evidence source The answers of versions 2019-05-01 and 2020-06-01 are lists of such objects. Source: azure-cli
 *   `azure/cli/core/cloud.py`, `_convert_arm_to_cli`; kubernetes-sigs/cloud-provider-azure, which reads 2019-05-01;
 *   hashicorp/go-azure-helpers, which reads 2020-06-01. The lab's list has the tenant's cloud alone.
 */
export function metadataRouter(cloud: AzureCloud): Router {
  const router = Router();
  router.get("/metadata/endpoints", (request, response) => {
    const version = request.query["api-version"];
    const authentication = {
      loginEndpoint: addressOf(request, IDENTITY_HOSTS[cloud].login),
      audiences: AUDIENCES,
      tenant: "common",
      identityProvider: "AAD",
    };
    if (version === "2015-01-01") {
      response.json({ graphEndpoint: "https://graph.windows.net/", authentication });
      return;
    }
    const described = {
      name: NAMES[cloud],
      resourceManager: `${addressOf(request, ARM_HOST)}/`,
      microsoftGraphResourceId: `${addressOf(request, GRAPH_HOST)}/`,
      graph: "https://graph.windows.net/",
      graphAudience: "https://graph.windows.net/",
      authentication,
      suffixes: {},
    };
    response.json(LISTING_VERSIONS.includes(version) ? [described] : described);
  });
  return router;
}
