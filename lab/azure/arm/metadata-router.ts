/** What Azure Resource Manager shows everyone about its cloud. */
import { type Request, Router } from "express";
import { addressOf } from "../asked-address";
import { ARM_HOST, GRAPH_HOST } from "../azure-hosts";
import { type AzureCloud, IDENTITY_HOSTS } from "../entra/azure-cloud";
import { apiVersionOf } from "./arm-exchange";
import { regions } from "./region";

/** A cloud's name since 2019, and its key in the answers before. */
const NAMES: Readonly<Record<AzureCloud, { readonly name: string; readonly key: string }>> = {
  public: { name: "AzureCloud", key: "public" },
  usgovernment: { name: "AzureUSGovernment", key: "usGovCloud" },
  china: { name: "AzureChinaCloud", key: "chinaCloud" },
};

const AUDIENCES = ["https://management.core.windows.net/", `https://${ARM_HOST}/`];

/** Azure AD Graph, the predecessor of Microsoft Graph. */
const AZURE_AD_GRAPH = "https://graph.windows.net/";

/** The addresses that an answer names: the public ones, or those of the lab that the client used. */
interface Addresses {
  readonly arm: string;
  readonly graph: string;
  readonly login: string;
}

/** Makes the answer of a version. */
type Form = (cloud: AzureCloud, addresses: Addresses) => object;

/**
 * The form of the answer by the first version that is known to have it, the newest first. A version compares as a string.
 *
 * Hosts of services that the lab does not have are left out, and each form names the tenant's cloud alone, so that no client
 * finds the way to a real host. Graph and Resource Manager have the hosts that the lab serves in every cloud.
 */
const FORMS: readonly (readonly [since: string, form: Form])[] = [
  ["2022-09-01", described],
  ["2019-05-01", listed],
  ["2017-12-01", located],
];

/** The route of the cloud's endpoints, which needs no token. */
export function metadataRouter(cloud: AzureCloud): Router {
  const router = Router();
  // @evidence log Without a token, the endpoints of the cloud are at `/metadata/endpoints`. Any `api-version` is answered, even
  // `latest`; it decides the form. Source: manicminer/hamilton #169; hashicorp/terraform-provider-azurerm #6816; microsoft/ga4gh-tes,
  // whose test reads version 2023-11-01, which Resource Manager has nowhere else.
  // @evidence inferred A version between two known ones has the form of the older one. Reason: the known ones have four forms, and
  // none comes back.
  router.get("/metadata/endpoints", (request, response) => {
    const version = apiVersionOf(request);
    const [, form] = FORMS.find(([since]) => version >= since) ?? ["", plain];
    response.json(form(cloud, addressesFor(request, cloud)));
  });
  return router;
}

function addressesFor(request: Request, cloud: AzureCloud): Addresses {
  return {
    arm: addressOf(request, ARM_HOST),
    graph: addressOf(request, GRAPH_HOST),
    login: addressOf(request, IDENTITY_HOSTS[cloud].login),
  };
}

/**
 * Before December 2017, or nearly so.
 *
 * @evidence recorded Versions 1.0 and 2015-01-01 are answered with an object without names of clouds. Source:
 *   hashicorp/go-azure-sdk
 *   sdk/internal/metadata/client_test.go at 71b61cb, a copy of a real answer; Azure/azure-cli #31566.
 */
function plain(cloud: AzureCloud, { login }: Addresses) {
  const authentication = { loginEndpoint: withSlash(cloud, login), audiences: AUDIENCES };
  return { graphEndpoint: AZURE_AD_GRAPH, authentication };
}

/**
 * @evidence recorded Versions 2017-12-01 and 2018-01-01 are answered with an object that lists the regions of each cloud. Source:
 *   hashicorp/go-azure-sdk
 *   sdk/internal/metadata/client_test.go at 71b61cb, a copy of a real answer; a log of the Linux VM extension for Azure AD
 *   login in public troubleshooting notes.
 */
function located(cloud: AzureCloud, addresses: Addresses) {
  return {
    ...plain(cloud, addresses),
    graphAudience: AZURE_AD_GRAPH,
    authentication: authenticationOf(withSlash(cloud, addresses.login)),
    cloudEndpoint: {
      [NAMES[cloud].key]: { endpoint: new URL(addresses.arm).host, locations: regions() },
    },
  };
}

/**
 * @evidence recorded Versions 2019-05-01 to 2020-06-01 are answered with a list of clouds. Microsoft Graph is not in it. Source:
 *   hashicorp/go-azure-sdk
 *   sdk/internal/metadata/client_test.go at 71b61cb, a copy of a real answer; Azure/azure-cli #31566;
 *   kubernetes-sigs/cluster-api-provider-azure #469; hashicorp/terraform-provider-azurerm #15743.
 */
function listed(cloud: AzureCloud, addresses: Addresses) {
  return [cloudView(cloud, addresses.arm, withSlash(cloud, addresses.login))];
}

/**
 * @evidence recorded Version 2022-09-01 is answered with one object, for the cloud of the host. Source: hashicorp/go-azure-sdk
 *   sdk/internal/metadata/client_test.go at 71b61cb, a copy of a real answer; Azure/azure-cli #30682.
 */
function described(cloud: AzureCloud, { arm, graph, login }: Addresses) {
  return { ...cloudView(cloud, arm, login), microsoftGraphResourceId: `${graph}/` };
}

/**
 * @evidence recorded A cloud has `name`, `resourceManager`, `graph`, `graphAudience`, `authentication`, and `suffixes`, among others.
 *   Source: hashicorp/go-azure-sdk sdk/internal/metadata/client_test.go at 71b61cb, a copy of a real answer.
 */
function cloudView(cloud: AzureCloud, arm: string, loginEndpoint: string) {
  return {
    name: NAMES[cloud].name,
    resourceManager: `${arm}/`,
    graph: AZURE_AD_GRAPH,
    graphAudience: AZURE_AD_GRAPH,
    authentication: authenticationOf(loginEndpoint),
    suffixes: {},
  };
}

function authenticationOf(loginEndpoint: string) {
  return { loginEndpoint, audiences: AUDIENCES, tenant: "common", identityProvider: "AAD" };
}

/** The login address as the forms before 2022 write it: with a slash at the end, in the public cloud alone. */
function withSlash(cloud: AzureCloud, login: string): string {
  return cloud === "public" ? `${login}/` : login;
}
