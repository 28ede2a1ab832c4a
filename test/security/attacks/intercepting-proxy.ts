import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { SigningKey } from "../../../lab/azure";

/** A proxy that reads along. Whoever started it closes it. */
export interface InterceptingProxy {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a proxy on loopback that answers every CONNECT itself, by TLS with a certificate that nobody has signed. */
export async function interceptTls(): Promise<InterceptingProxy> {
  const { privateKey, published } = await SigningKey.generate(Date.now());
  const certificate = published.x5c[0].replace(/(.{64})/g, "$1\n");
  const secureContext = createSecureContext({
    key: privateKey.export({ format: "pem", type: "pkcs8" }),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  });
  const server: Server = createServer();
  const sockets = new Set<Socket>();
  server.on("connect", (_request, socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    new TLSSocket(socket, { isServer: true, secureContext }).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
