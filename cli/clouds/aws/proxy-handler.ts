/** The request handler that lets AWS SDK clients use the proxy of the environment. */
import { proxyAgent } from "../proxy";

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

/** An answer as the AWS SDK reads it. */
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What undici says if the proxy refuses the host or the caller, which another try does not change. */
const REFUSED = /^Proxy response \(4\d\d\)/;

/**
 * Sends the requests of the AWS SDK through the proxy of the environment. The SDK itself ignores `HTTPS_PROXY`.
 *
 * Source: AWS SDK for JavaScript developer guide, "Configure proxies for Node.js": a client takes another `requestHandler`.
 */
export const PROXY_HANDLER = {
  metadata: { handlerProtocol: "http/1.1" },

  async handle(
    { protocol, hostname, port, path, query, method, headers, body }: SdkRequest,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<{ readonly response: SdkResponse }> {
    const undici = await import("undici");
    const origin = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
    try {
      const answer = await undici.request(`${origin}${path}${queryText(query)}`, {
        method: method as "GET",
        headers,
        body: body ?? null,
        signal: abortSignal ?? null,
        dispatcher: await proxyAgent(),
      });
      return {
        response: {
          statusCode: answer.statusCode,
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
          ),
          body: answer.body,
        },
      };
    } catch (error) {
      const { code = "", message } = error as NodeJS.ErrnoException;
      // The SDK tries again after the errors of Node's own connections, and does not know those of undici.
      const isAgain = code.startsWith("UND_ERR_") && !REFUSED.test(message) && abortSignal?.aborted !== true;
      throw isAgain ? Object.assign(new Error(message, { cause: error }), { code: "ECONNRESET" }) : error;
    }
  },

  updateHttpClientConfig(): void {
    // Nothing of it can be changed.
  },

  httpHandlerConfigs(): object {
    return {};
  },

  destroy(): void {
    // The agent belongs to the whole program.
  },
};

function queryText(query: SdkRequest["query"]): string {
  const parts = Object.entries(query ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => (value === null ? escaped(name) : `${escaped(name)}=${escaped(value)}`)),
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** As Signature Version 4 demands it. Source: AWS, "Create a signed AWS API request": `UriEncode`. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
