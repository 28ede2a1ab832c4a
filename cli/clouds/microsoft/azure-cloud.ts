/** Decides which login, ARM, and Graph addresses a command uses, from --cloud and the endpoint options. */
import { oneOf } from "../../../messages";
import { EntraCloud } from "../../../trust";
import { invalidValue } from "../../options";

/** Where a cloud of Azure is. All are addresses without a slash at their end. */
export interface AzureEndpoints {
  /** Where logins are made. */
  readonly login: string;
  /** Azure Resource Manager. */
  readonly arm: string;
  /** Microsoft Graph. */
  readonly graph: string;
}

/**
 * The endpoints of each cloud. Source: Microsoft Entra, "National clouds"; Microsoft Graph, "National cloud deployments";
 * azure-cli, `azure/cli/core/cloud.py`.
 */
export const AZURE_ENDPOINTS: Readonly<Record<EntraCloud, AzureEndpoints>> = {
  public: {
    login: "https://login.microsoftonline.com",
    arm: "https://management.azure.com",
    graph: "https://graph.microsoft.com",
  },
  usgovernment: {
    login: "https://login.microsoftonline.us",
    arm: "https://management.usgovcloudapi.net",
    graph: "https://graph.microsoft.us",
  },
  china: {
    login: "https://login.chinacloudapi.cn",
    arm: "https://management.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
  },
};

/** The cloud of a name. */
export function cloudOf(name: string | undefined): EntraCloud {
  const clouds = Object.values(EntraCloud);
  const found = clouds.find((cloud) => cloud === (name ?? EntraCloud.Public).toLowerCase());
  if (found === undefined) {
    throw invalidValue("cloud", oneOf(clouds), name ?? "");
  }
  return found;
}

/**
 * Where requests to a cloud go: the options count before the environment, and that before the cloud's own addresses.
 *
 * @param given - The values of `--arm-endpoint` and `--graph-endpoint`.
 * @throws {UsageError} If an address is neither encrypted nor on this machine.
 */
export function endpointsOf(
  cloud: EntraCloud,
  given: { readonly arm?: string | undefined; readonly graph?: string | undefined },
  environment: NodeJS.ProcessEnv,
): AzureEndpoints {
  const variable = (name: string): string | undefined =>
    environment[name] === "" ? undefined : environment[name];
  const known = AZURE_ENDPOINTS[cloud];
  return {
    login: endpoint("AZURE_AUTHORITY_HOST", variable("AZURE_AUTHORITY_HOST")) ?? known.login,
    arm: endpoint("--arm-endpoint", given.arm ?? variable("AZURE_TO_AWS_ARM_ENDPOINT")) ?? known.arm,
    graph:
      endpoint("--graph-endpoint", given.graph ?? variable("AZURE_TO_AWS_GRAPH_ENDPOINT")) ?? known.graph,
  };
}

/** An address to which tokens are sent: encrypted, unless it is on this machine. */
function endpoint(name: string, address: string | undefined): string | undefined {
  if (address === undefined) {
    return undefined;
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLocal = url !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === "https:" || (isLocal && url.protocol === "http:"))) {
    throw invalidValue(name, "an https URL, or http on this machine, because a token is sent there", address);
  }
  return address.replace(/\/+$/, "");
}
