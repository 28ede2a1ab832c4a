/** The clouds of Microsoft's, by the names that the Azure providers' `environment` has. */
export const EntraCloud = {
  /** Azure as most of the world knows it. */
  Public: "public",
  /** Azure Government of the United States. */
  UsGovernment: "usgovernment",
  /** Azure operated by 21Vianet in China. */
  China: "china",
} as const;

/** A cloud of Microsoft's with identity endpoints of its own. */
export type EntraCloud = (typeof EntraCloud)[keyof typeof EntraCloud];

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
