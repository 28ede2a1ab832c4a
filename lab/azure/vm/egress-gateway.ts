/** The connections that a virtual machine opens: to AWS, and to other machines. */
import { type IncomingMessage, request as sendRequest, type ServerResponse } from "node:http";
import { LoopbackServer } from "../../http/loopback-server";

/**
 * Forwards requests unchanged, and adds the address that they come from. The Host header stays too, since clients sign it. If the
 * network has no way out, the connection is cut at its first byte.
 */
export class EgressGateway {
  private constructor(private readonly server: LoopbackServer) {}

  /**
   * @param target Address of the AWS double.
   * @param isOpen Whether the machine's network has a way out at this moment.
   * @param address The public address that the connections come from. Default is none: the double then does not know it.
   * @param reaches Whether a connection to a private address and a port reaches a machine. Default: none does.
   */
  static async start(
    target: string,
    isOpen: () => boolean,
    address: () => string | undefined = () => undefined,
    reaches: (to: string, port: number) => boolean = () => false,
  ): Promise<EgressGateway> {
    const server = await LoopbackServer.listen(
      (request, response) => {
        if (isOpen()) {
          forward(new URL(target), request, response, address());
        } else {
          request.socket.destroy();
        }
      },
      {
        connect({ url = "" }, socket) {
          const [to = "", port] = url.split(":");
          // A client that has read its answer may cut the connection.
          socket.on("error", () => undefined);
          // Nothing behind it talks: the answer is all that a client learns.
          socket.end(`HTTP/1.1 ${reaches(to, Number(port)) ? "200 OK" : "504 Gateway Timeout"}\r\n\r\n`);
        },
      },
    );
    return new EgressGateway(server);
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}

/** Header that gives the AWS double the address of a request's sender. A value that a machine writes into it is removed. */
const SOURCE_HEADER = "x-lab-source-ip";

function forward(
  target: URL,
  request: IncomingMessage,
  response: ServerResponse,
  address: string | undefined,
): void {
  const source = address === undefined ? [] : [SOURCE_HEADER, address];
  const upstream = sendRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: [...endToEnd(request.rawHeaders), ...source, "Connection", "close"],
    setHost: false,
    agent: false,
  });
  upstream.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(response);
    answer.on("error", () => {
      response.destroy();
    });
  });
  upstream.on("error", () => {
    response.destroy();
  });
  response.on("close", () => {
    upstream.destroy();
  });
  request.pipe(upstream);
}

/** Names and values without those that are for one connection only (RFC 9110, section 7.6.1). */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_text, index) => {
    const name = rawHeaders[index - (index % 2)]?.toLowerCase();
    return name !== "connection" && name !== "keep-alive" && name !== SOURCE_HEADER;
  });
}
