/** The HTTP client of all requests to Microsoft, with support for proxies. */
import type { RequestInit as ProxiedInit } from "undici";
import { hasProxy, proxyAgent } from "../proxy";

/**
 * `fetch` that heeds `HTTPS_PROXY`, `HTTP_PROXY`, and `NO_PROXY`. All requests to Entra, Azure Resource Manager, and
 * Microsoft Graph go through it: Node's own `fetch` ignores proxies.
 */
export async function azureFetch(url: string, init: RequestInit): Promise<Response> {
  if (!hasProxy()) {
    return fetch(url, init);
  }
  const undici = await import("undici");
  // An agent of the package does not fit the fetch of every version of Node, so the package's own is used.
  const answer = await undici.fetch(url, {
    ...(init as unknown as ProxiedInit),
    dispatcher: await proxyAgent(),
  });
  return answer as unknown as Response;
}
