/** HTTP servers of the lab. They listen on loopback only. The code that starts one closes it. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { ServerCertificate } from "./certificate-authority";

/** Options of {@link LoopbackServer.listen}. */
export interface LoopbackServerOptions {
  /** TCP port to listen on. Default is 0: the system picks a free one. */
  readonly port?: number;
  /** Speaks TLS with this certificate, which must have the name `localhost`. Default is plain HTTP. */
  readonly certificate?: ServerCertificate;
  /** Answers requests for a tunnel (`CONNECT`). Default: they are cut. */
  readonly connect?: (request: IncomingMessage, socket: Duplex) => void;
}

/** One HTTP listener on 127.0.0.1. */
export class LoopbackServer {
  /** `http://127.0.0.1:<port>`, or `https://localhost:<port>` with a certificate; without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server, origin: string) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `${origin}:${this.port}`;
  }

  /**
   * Starts to listen.
   *
   * @throws Error naming the port and the remedy when the port is taken or may not be used.
   */
  static async listen(
    handler: RequestListener,
    options: LoopbackServerOptions = {},
  ): Promise<LoopbackServer> {
    const { port = 0, certificate, connect } = options;
    const server =
      certificate === undefined ? createServer(handler) : createTlsServer({ ...certificate }, handler);
    if (connect !== undefined) {
      server.on("connect", connect);
    }
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause: NodeJS.ErrnoException) => {
        reject(new Error(describeListenError(port, cause), { cause }));
      });
      server.listen(port, "127.0.0.1", resolve);
    });
    return new LoopbackServer(server, certificate === undefined ? "http://127.0.0.1" : "https://localhost");
  }

  /** Stops listening and cuts what is still connected. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }
}

function describeListenError(port: number, cause: NodeJS.ErrnoException): string {
  if (cause.code === "EADDRINUSE") {
    return `127.0.0.1:${port}: the port is in use. Stop the program that listens there, or choose another port (0 selects a free one)`;
  }
  return `cannot listen on 127.0.0.1:${port}: ${cause.message}`;
}
