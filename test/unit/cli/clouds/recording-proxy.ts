/** A proxy on this machine that records which hosts are asked for, and leads none of them out of it. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";

export class RecordingProxy {
  /** The hosts with their ports, in the order of the requests. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param leadsTo - The port on this machine to which all requests go. Without one, the proxy refuses them. */
  static async start(leadsTo?: number): Promise<RecordingProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = new RecordingProxy(server, `http://127.0.0.1:${port}`);
    server.on("connect", (request, socket) => {
      proxy.asked.push(request.url ?? "");
      if (leadsTo === undefined) {
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      const onward = connect(leadsTo, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
