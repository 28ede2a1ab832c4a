/** Azure's public hosts, and their addresses in the lab: one listener, with the host as the first path segment. */

/** Issuer of tokens of the first version. */
export const STS_HOST = "sts.windows.net";
/** Issuer of tokens of the second version, and the token endpoint. */
export const LOGIN_HOST = "login.microsoftonline.com";
/** Keys for tokens of the first version. */
export const LOGIN_WINDOWS_HOST = "login.windows.net";
/** {@link STS_HOST} of Azure operated by 21Vianet in China. */
export const STS_CHINA_HOST = "sts.chinacloudapi.cn";
/** {@link LOGIN_HOST} of Azure operated by 21Vianet in China. */
export const LOGIN_CHINA_HOST = "login.partner.microsoftonline.cn";
/** {@link LOGIN_HOST} of Azure Government. */
export const LOGIN_GOVERNMENT_HOST = "login.microsoftonline.us";
/** Microsoft Graph. */
export const GRAPH_HOST = "graph.microsoft.com";
/** Azure Resource Manager. */
export const ARM_HOST = "management.azure.com";
/** Behind the region in the hosts of the issuers of clusters. */
export const CLUSTER_ISSUER_DOMAIN = ".oic.prod-aks.azure.com";

const HOSTS: readonly string[] = [
  STS_HOST,
  LOGIN_HOST,
  LOGIN_WINDOWS_HOST,
  STS_CHINA_HOST,
  LOGIN_CHINA_HOST,
  LOGIN_GOVERNMENT_HOST,
  GRAPH_HOST,
  ARM_HOST,
];

/** Names for a certificate of the lab: the hosts that it serves. */
export const CERTIFIED_NAMES: readonly string[] = [...HOSTS, `*${CLUSTER_ISSUER_DOMAIN}`];

/** Whether the lab serves a public host. */
export function isServedHost(host: string): boolean {
  return HOSTS.includes(host) || host.endsWith(CLUSTER_ISSUER_DOMAIN);
}

/**
 * Where `url`, a public https address of Azure, is served on this machine.
 *
 * @param base Address of the lab's listener, without a slash at its end.
 * @throws Error if the lab does not serve that host, because nothing may leave the machine.
 */
export function loopbackAddress(base: string, url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol !== "https:" || !isServedHost(host)) {
    throw new Error(
      `${url}: the lab does not serve this address. Expected https:// and one of ${CERTIFIED_NAMES.join(", ")}`,
    );
  }
  return `${base}/${host}${pathname}${search}`;
}
