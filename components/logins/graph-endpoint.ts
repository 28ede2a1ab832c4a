import type { EntraCloud } from "../../trust/entra";

/** Where each cloud serves Microsoft Graph. Source: Microsoft Graph, "National cloud deployments". */
const graphEndpoints: Readonly<Record<EntraCloud, string>> = {
  public: "https://graph.microsoft.com",
  usgovernment: "https://graph.microsoft.us",
  china: "https://microsoftgraph.chinacloudapi.cn",
};

/** The address of Microsoft Graph in a cloud, without a slash at its end. */
export function graphEndpoint(cloud: EntraCloud): string {
  return graphEndpoints[cloud];
}
