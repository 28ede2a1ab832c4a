/** Decides whether requests to Azure and AWS go through a proxy, from the environment. */
import type { EnvHttpProxyAgent } from "undici";

/** The agent of the variables that it was made for. */
let made: { readonly variables: string; readonly agent: Promise<EnvHttpProxyAgent> } | undefined;

/** Whether the environment names a proxy for requests to a cloud: `HTTPS_PROXY` or `HTTP_PROXY`, in either case. */
export function hasProxy(): boolean {
  return variable("https_proxy") !== undefined || variable("http_proxy") !== undefined;
}

/**
 * The agent that leads requests through the proxy of the environment, except to the hosts of `NO_PROXY`. All requests to Azure and AWS share
 * it, so one rule holds for both.
 */
export async function proxyAgent(): Promise<EnvHttpProxyAgent> {
  const proxies = Object.fromEntries(
    [
      ["httpsProxy", variable("https_proxy")],
      ["httpProxy", variable("http_proxy")],
      ["noProxy", variable("no_proxy")],
    ].filter(([, value]) => value !== undefined),
  ) as Readonly<Record<string, string>>;
  const variables = JSON.stringify(proxies);
  if (made?.variables !== variables) {
    made = { variables, agent: import("undici").then((undici) => new undici.EnvHttpProxyAgent(proxies)) };
  }
  return made.agent;
}

/** A variable in either spelling; an empty one counts as none. */
function variable(name: string): string | undefined {
  return [process.env[name.toUpperCase()], process.env[name]].find(
    (value) => value !== undefined && value !== "",
  );
}
