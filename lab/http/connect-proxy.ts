/** An HTTP proxy that connects clients of public names to the lab, and refuses all other hosts. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** Which connections a proxy accepts, and where they end. */
export interface ConnectProxyOptions {
  /** Whether the lab serves a host. The proxy refuses all others, so that nothing leaves the machine. */
  readonly serves: (host: string) => boolean;
  /** TCP port on 127.0.0.1 of the listener that serves these hosts. */
  readonly port: number;
}

/**
 * The proxy in a client's `HTTPS_PROXY`. The client still uses the public names: in its requests, and to check the certificate.
 */
export class ConnectProxy {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Duplex>;

  private constructor(server: Server, sockets: ReadonlySet<Duplex>) {
    this.#server = server;
    this.#sockets = sockets;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * Listens on 127.0.0.1, on a free port. Only `CONNECT <host>:443` is accepted; other hosts, ports, and methods are refused with
   * status 403.
   */
  static async listen({ serves, port }: ConnectProxyOptions): Promise<ConnectProxy> {
    const sockets = new Set<Duplex>();
    const server = createServer((_request, response) => {
      response.writeHead(403).end("the lab's proxy accepts only TLS connections\n");
    });
    server.on("connect", ({ url }: IncomingMessage, client: Duplex, head: Buffer) => {
      sockets.add(client);
      client.once("close", () => sockets.delete(client)).on("error", () => client.destroy());
      const [, host = ""] = /^([^:]+):443$/.exec(url ?? "") ?? [];
      if (!serves(host)) {
        client.end("HTTP/1.1 403 Not in the lab\r\n\r\n");
        return;
      }
      const target = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        target.write(head);
        client.pipe(target).pipe(client);
      });
      target.on("error", () => client.destroy());
      client.once("close", () => target.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return new ConnectProxy(server, sockets);
  }

  /** Stops listening and cuts what is still connected. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
      for (const socket of this.#sockets) {
        socket.destroy();
      }
    });
  }
}
