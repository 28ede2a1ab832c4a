import type { EntraCloud } from "../../trust";

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
