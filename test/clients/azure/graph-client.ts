/** The vendor's client for Microsoft Graph, led to the lab. */
import type { TokenCredential } from "@azure/identity";
import {
  type AuthenticationProvider,
  Client,
  type Context,
  type Middleware,
  MiddlewareFactory,
} from "@microsoft/microsoft-graph-client";
import { Agent, buildConnector, fetch, type RequestInit } from "undici";
import type { TlsLab } from "./tls-lab";

/** A client, and what ends its connections. */
export interface GraphClient {
  readonly graph: Client;
  close(): Promise<void>;
}

/**
 * A client. It keeps Graph's public name; only its connections go to the lab.
 *
 * @param credential Default is the deployer's.
 */
export function graphClient(tls: TlsLab, credential: TokenCredential = tls.credential()): GraphClient {
  const { ca, port } = tls;
  const connectTls = buildConnector({ ca });
  const dispatcher = new Agent({
    connect: (options, callback) => {
      const { hostname: servername } = options;
      connectTls({ ...options, servername, hostname: "127.0.0.1", port: String(port) }, callback);
    },
  });
  const provider: AuthenticationProvider = {
    getAccessToken: async () =>
      (await credential.getToken("https://graph.microsoft.com/.default"))?.token ?? "",
  };
  // The last link of the chain calls the `fetch` of Node, which knows no other authority.
  const chain = MiddlewareFactory.getDefaultMiddlewareChain(provider).slice(0, -1);
  const links: Middleware[] = [...chain, new Sender(dispatcher)];
  for (const [index, link] of links.entries()) {
    const next = links[index + 1];
    if (next !== undefined) {
      link.setNext?.(next);
    }
  }
  const [middleware] = links as [Middleware];
  return { graph: Client.initWithMiddleware({ middleware }), close: () => dispatcher.close() };
}

class Sender implements Middleware {
  readonly #dispatcher: Agent;

  constructor(dispatcher: Agent) {
    this.#dispatcher = dispatcher;
  }

  async execute(context: Context): Promise<void> {
    const { request, options = {} } = context;
    const init = { ...(options as RequestInit), dispatcher: this.#dispatcher };
    context.response = (await fetch(request as string, init)) as unknown as Response;
  }
}
