import type { RequestInit as ProxiedInit } from "undici";

let proxied: Promise<typeof fetch> | undefined;

/**
 * `fetch` that heeds `HTTPS_PROXY`, `HTTP_PROXY`, and `NO_PROXY`. All requests to Entra, Azure Resource Manager, and
 * Microsoft Graph go through it: Node's own `fetch` ignores proxies.
 */
export async function azureFetch(url: string, init: RequestInit): Promise<Response> {
  const httpsProxy = variable("https_proxy");
  const httpProxy = variable("http_proxy");
  if (httpsProxy === undefined && httpProxy === undefined) {
    return fetch(url, init);
  }
  proxied ??= fetchBy(
    Object.fromEntries(
      Object.entries({ httpsProxy, httpProxy, noProxy: variable("no_proxy") }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );
  return (await proxied)(url, init);
}

/** A variable in either spelling; an empty one counts as none. */
function variable(name: string): string | undefined {
  return [process.env[name.toUpperCase()], process.env[name]].find(
    (value) => value !== undefined && value !== "",
  );
}

async function fetchBy(proxies: Readonly<Record<string, string | undefined>>): Promise<typeof fetch> {
  const undici = await import("undici");
  const dispatcher = new undici.EnvHttpProxyAgent(proxies);
  // An agent of the package does not fit the fetch of every version of Node, so the package's own is used.
  return (async (url: string, init: ProxiedInit) =>
    undici.fetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}
