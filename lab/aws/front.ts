/** The front of the emulator: it checks web identity tokens, and forwards everything else. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { FaultInjector } from "../http/fault-injector";
import { LoopbackServer } from "../http/loopback-server";
import { Forwarder } from "./forward";
import { StsError } from "./sts/sts-error";
import type { WebIdentity } from "./sts/web-identity";

/** Header that marks a web identity request as verified; the emulator knows its value (web_identity.py). */
const VERIFIED_HEADER = "x-lab-web-identity";

/**
 * Header that names the address that a request came from. A machine's way out sets it; the emulator reads it
 * (emulator.py).
 */
const SOURCE_HEADER = "x-lab-source-ip";

/** Where all other requests come from, as policies see it: an address for documentation (RFC 5737). */
export const CALLER_ADDRESS = "198.51.100.10";

const FORM = "application/x-www-form-urlencoded";

/** A request that was answered, as an access log has it. */
export interface AwsRequest {
  /** When it came, in ISO 8601 and UTC. */
  readonly time: string;
  /** The key that signed it; empty if none did. */
  readonly accessKeyId: string;
  readonly address: string;
  /** The action of a query, or the method and path. */
  readonly operation: string;
  readonly status: number;
}

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
  /** Lets requests go wrong: by the names of operations (`CreateRole`), those of S3 by method and path. */
  readonly faults = new FaultInjector();
  readonly #options: FrontOptions;
  readonly #forwarder: Forwarder;
  readonly #observers = new Set<(request: AwsRequest) => void>();

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#forwarder = new Forwarder(options.emulatorUrl, [VERIFIED_HEADER, SOURCE_HEADER]);
  }

  /** Starts to serve on a free port. */
  async listen(): Promise<LoopbackServer> {
    return LoopbackServer.listen((incoming, response) => {
      this.#handle(incoming, response).catch(() => response.destroy());
    });
  }

  /** Reports each request once it is answered. @returns what ends that. */
  observe(observer: (request: AwsRequest) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Lets time pass for all sessions, and since the last uses of keys (session_age.py). */
  async ageSessions(seconds: number): Promise<void> {
    const { emulatorUrl, frontSecret } = this.#options;
    const headers = { [VERIFIED_HEADER]: frontSecret };
    const response = await fetch(`${emulatorUrl}/_lab/sessions/age?seconds=${seconds}`, {
      method: "POST",
      headers,
    });
    if (!response.ok) {
      throw new Error(`the AWS emulator refused to age the sessions: status ${response.status}`);
    }
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
    for (const [name, value] of new URLSearchParams(body?.toString("utf8"))) {
      parameters.set(name, value);
    }
    const named = incoming.headers[SOURCE_HEADER];
    const source = { [SOURCE_HEADER]: typeof named === "string" ? named : CALLER_ADDRESS };
    const action = parameters.get("Action");
    const operation = action ?? `${incoming.method ?? ""} ${incoming.url ?? ""}`;
    this.#tell(incoming, response, source[SOURCE_HEADER], operation);
    await this.faults.handle({ operation, form: parameters.toString() }, response, async () => {
      if (action === "AssumeRoleWithWebIdentity") {
        await this.#assumeRole(parameters, source, response);
      } else {
        this.#forwarder.forward(incoming, response, source, body);
      }
    });
  }

  #tell(incoming: IncomingMessage, response: ServerResponse, address: string, operation: string): void {
    if (this.#observers.size === 0) {
      return;
    }
    const time = `${new Date().toISOString().slice(0, 19)}Z`;
    const [, accessKeyId = ""] = /Credential=([^/,]+)\//.exec(incoming.headers.authorization ?? "") ?? [];
    response.once("finish", () => {
      for (const observer of this.#observers) {
        observer({ time, accessKeyId, address, operation, status: response.statusCode });
      }
    });
  }

  async #assumeRole(
    parameters: URLSearchParams,
    source: Readonly<Record<string, string>>,
    response: ServerResponse,
  ): Promise<void> {
    const requestId = randomUUID();
    const headers = { "content-type": "text/xml", "x-amzn-RequestId": requestId };
    try {
      await this.#options.webIdentity.verify(parameters);
      const answer = await fetch(this.#options.emulatorUrl, {
        method: "POST",
        headers: { ...source, "content-type": FORM, [VERIFIED_HEADER]: this.#options.frontSecret },
        body: parameters.toString(),
      });
      response.writeHead(answer.status, headers).end(await answer.text());
    } catch (error) {
      if (!(error instanceof StsError)) {
        throw error;
      }
      response.writeHead(error.status, headers).end(error.toXml(requestId));
    }
  }
}
