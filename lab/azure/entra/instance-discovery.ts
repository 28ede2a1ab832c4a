/** Which hosts belong to which cloud, as Microsoft's libraries ask before they trust one. */
import { LOGIN_HOST } from "../azure-hosts";

/** The hosts of one cloud. */
interface Instance {
  readonly preferred_network: string;
  readonly preferred_cache: string;
  readonly aliases: readonly string[];
}

const INSTANCES: readonly Instance[] = [
  {
    preferred_network: LOGIN_HOST,
    preferred_cache: "login.windows.net",
    aliases: [LOGIN_HOST, "login.windows.net", "login.microsoft.com", "sts.windows.net"],
  },
  ofOneCache("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
  ofOneCache("login.microsoftonline.de"),
  ofOneCache("login.microsoftonline.us", "login.usgovcloudapi.net"),
  ofOneCache("login-us.microsoftonline.com"),
];

/**
 * The answer to `/common/discovery/instance` for an authorization endpoint.
 *
 * @returns undefined for an endpoint whose host Microsoft does not know.
 * @evidence source The hosts of a cloud come as a group with a preferred one. Source:
 * AzureAD/microsoft-authentication-library-for-java
 * msal4j-sdk/src/test/java/com/microsoft/aad/msal4j/TestConfiguration.java, a copy of a real answer.
 */
export function instanceDiscovery(authorizationEndpoint: unknown): Record<string, unknown> | undefined {
  const asked = typeof authorizationEndpoint === "string" ? authorizationEndpoint : "";
  const [, host = "", tenant = ""] = /^https:\/\/([^/?#]+)\/([^/?#]+)/i.exec(asked) ?? [];
  if (!INSTANCES.some(({ aliases }) => aliases.includes(host.toLowerCase()))) {
    return undefined;
  }
  return {
    tenant_discovery_endpoint: `https://${host.toLowerCase()}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: INSTANCES,
  };
}

function ofOneCache(host: string, ...others: readonly string[]): Instance {
  return { preferred_network: host, preferred_cache: host, aliases: [host, ...others] };
}
