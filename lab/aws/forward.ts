/** Hands requests on to the emulator byte by byte, so that SigV4 signatures stay valid. */
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";

/** Headers of one connection, not of the message (RFC 9110, 7.6.1). `expect` was answered by this server already. */
const OWN_TO_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "expect", "upgrade"]);

/** Streams requests to one server. */
export class Forwarder {
  readonly #target: URL;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #withheld: ReadonlySet<string>;

  /**
   * @param target base URL of the server
   * @param withheld headers (lower case) that are never handed on
   */
  constructor(target: string, withheld: readonly string[]) {
    this.#target = new URL(target);
    this.#withheld = new Set([...OWN_TO_CONNECTION, ...withheld]);
  }

  /**
   * Streams `incoming` to the target and the answer back.
   *
   * @param added headers in addition to those of `incoming`
   * @param body given where the body of `incoming` has been read already
   */
  forward(
    incoming: IncomingMessage,
    response: ServerResponse,
    added: Readonly<Record<string, string>>,
    body?: Buffer,
  ): void {
    const upstream = request({
      agent: this.#agent,
      host: this.#target.hostname,
      port: this.#target.port,
      method: incoming.method,
      path: incoming.url,
      headers: [...kept(incoming.rawHeaders, this.#withheld), ...Object.entries(added).flat()],
      setHost: false,
    });
    upstream.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, kept(answer.rawHeaders, OWN_TO_CONNECTION));
      pipeline(answer, response, () => undefined);
    });
    upstream.on("error", () => {
      if (response.headersSent) {
        response.destroy();
      } else {
        // @evidence inferred An emulator that is gone is 503. Reason: it is the status of AWS for a service that is
        // unavailable, and clients repeat their request.
        response.writeHead(503).end();
      }
    });
    response.on("close", () => upstream.destroy());
    if (body === undefined) {
      pipeline(incoming, upstream, () => undefined);
    } else {
      upstream.end(body);
    }
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** Raw headers (name, value, name, value, …) without those in `dropped`. */
function kept(raw: readonly string[], dropped: ReadonlySet<string>): string[] {
  return raw.filter((_, index) => !dropped.has((raw[index - (index % 2)] ?? "").toLowerCase()));
}
