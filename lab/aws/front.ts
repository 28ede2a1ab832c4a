/** What stands in front of the emulator: it checks web identity tokens and hands everything else on. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { LoopbackServer } from "../http/loopback-server";
import { Forwarder } from "./forward";
import { StsError } from "./sts/sts-error";
import type { WebIdentity } from "./sts/web-identity";

/** Header that marks a web identity request as verified; the emulator knows its value (web_identity.py). */
const VERIFIED_HEADER = "x-lab-web-identity";

const FORM = "application/x-www-form-urlencoded";

/** What {@link Front} needs. */
export interface FrontOptions {
  /** Base URL of the emulator. */
  readonly emulatorUrl: string;
  /** What {@link VERIFIED_HEADER} must hold for the emulator to take a request as verified. */
  readonly frontSecret: string;
  readonly webIdentity: WebIdentity;
}

/** Answers requests to all services of the double. */
export class Front {
  readonly #options: FrontOptions;
  readonly #forwarder: Forwarder;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#forwarder = new Forwarder(options.emulatorUrl, VERIFIED_HEADER);
  }

  /** Starts to serve on a free port. */
  async listen(): Promise<LoopbackServer> {
    return LoopbackServer.listen((incoming, response) => {
      this.#handle(incoming, response).catch(() => response.destroy());
    });
  }

  /** Closes idle connections to the emulator. */
  close(): void {
    this.#forwarder.close();
  }

  /** AWS takes parameters from the query of a GET and from the form of a POST. */
  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const isForm = incoming.method === "POST" && (incoming.headers["content-type"] ?? "").startsWith(FORM);
    const body = isForm ? await buffer(incoming) : undefined;
    const parameters = new URL(incoming.url ?? "/", "http://aws").searchParams;
    for (const [name, value] of new URLSearchParams(body?.toString("utf8"))) parameters.set(name, value);
    if (parameters.get("Action") === "AssumeRoleWithWebIdentity")
      await this.#assumeRole(parameters, response);
    else this.#forwarder.forward(incoming, response, body);
  }

  async #assumeRole(parameters: URLSearchParams, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const headers = { "content-type": "text/xml", "x-amzn-RequestId": requestId };
    try {
      await this.#options.webIdentity.verify(parameters);
      const answer = await fetch(this.#options.emulatorUrl, {
        method: "POST",
        headers: { "content-type": FORM, [VERIFIED_HEADER]: this.#options.frontSecret },
        body: parameters.toString(),
      });
      response.writeHead(answer.status, headers).end(await answer.text());
    } catch (error) {
      if (!(error instanceof StsError)) throw error;
      response.writeHead(error.status, headers).end(error.toXml(requestId));
    }
  }
}
