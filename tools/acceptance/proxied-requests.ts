/** The way to the clouds through the proxy of the environment, which neither `fetch` nor the AWS SDK takes by itself. */
import { EnvHttpProxyAgent, request, setGlobalDispatcher } from "undici";

/** A request of the AWS SDK, signed. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * Sends requests of the AWS SDK as undici's agent for all requests does. Source: AWS SDK for JavaScript developer guide, "Configure
 * proxies for Node.js".
 */
const BY_AGENT = {
  metadata: { handlerProtocol: "http/1.1" },

  async handle(
    { protocol, hostname, port, path, query, method, headers, body }: SdkRequest,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ) {
    const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
    for (const [name, values] of Object.entries(query ?? {})) {
      for (const value of [values].flat()) {
        url.searchParams.append(name, value ?? "");
      }
    }
    const answer = await request(url, {
      method: method as "GET",
      headers,
      body: body ?? null,
      signal: abortSignal ?? null,
    });
    const all = Object.entries(answer.headers).map(([name, value]) => [
      name,
      [value ?? ""].flat().join(", "),
    ]);
    return {
      response: {
        statusCode: answer.statusCode,
        headers: Object.fromEntries(all) as object,
        body: answer.body,
      },
    };
  },

  updateHttpClientConfig(): void {
    // Nothing of it can be changed.
  },

  httpHandlerConfigs(): object {
    return {};
  },

  destroy(): void {
    // The connections belong to the whole program.
  },
};

/**
 * Leads all requests by `fetch`, as those to Azure, through the proxy that `HTTPS_PROXY` names, except to the hosts of `NO_PROXY`.
 *
 * @returns What the clients of the AWS SDK are given, so that theirs go there too; empty without a proxy.
 */
export function throughProxy(): { readonly requestHandler?: typeof BY_AGENT } {
  const { HTTPS_PROXY = "", https_proxy: lower = "" } = process.env;
  if (HTTPS_PROXY === "" && lower === "") {
    return {};
  }
  setGlobalDispatcher(new EnvHttpProxyAgent());
  return { requestHandler: BY_AGENT };
}
