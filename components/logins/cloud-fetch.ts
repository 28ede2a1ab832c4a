/** The requests that components send to a cloud by themselves. */
import type { RequestInit as ProxiedInit } from "undici";

let proxied: Promise<typeof fetch> | undefined;

/**
 * `fetch` that heeds `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as the providers do. Node's own ignores them: 24 and the last
 * 22 heed them only with `NODE_USE_ENV_PROXY`.
 */
export const cloudFetch = async (url: string, init: RequestInit): Promise<Response> => {
  const proxies = { httpsProxy: variable("https_proxy"), httpProxy: variable("http_proxy") };
  if (proxies.httpsProxy === undefined && proxies.httpProxy === undefined) {
    return fetch(url, init);
  }
  proxied ??= fetchBy({ ...proxies, noProxy: variable("no_proxy") });
  return (await proxied)(url, init);
};

/** A variable in either spelling; an empty one counts as none. */
function variable(name: string): string | undefined {
  return [process.env[name.toUpperCase()], process.env[name]].find(
    (value) => value !== undefined && value !== "",
  );
}

/** Loaded only where there is a proxy: nobody else waits for it. */
async function fetchBy(proxies: {
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: string | undefined;
}): Promise<typeof fetch> {
  const undici = await import("undici");
  const given = Object.fromEntries(Object.entries(proxies).filter(([, value]) => value !== undefined));
  const dispatcher = new undici.EnvHttpProxyAgent(given);
  // An agent of the package does not fit the fetch of every version of Node, so the package's own is used.
  return (async (url: string, init: ProxiedInit) =>
    undici.fetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}
