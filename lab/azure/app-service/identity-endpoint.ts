/** The identity endpoint of an app: App Service, Functions and Container Apps have the same. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "../../http/loopback-server";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { answerAppToken } from "./app-token";
import { IdentityEndpointError } from "./identity-endpoint-error";

/** Whose endpoint it is. */
export interface IdentityEndpointOptions {
  /** The identities that the app's code may use now, read at each request. */
  readonly identities: () => readonly AttachedIdentity[];
  readonly tenant: EntraTenant;
}

const PATH = "/msi/token";

/**
 * Listens where a container app has `http://localhost:42356/msi/token`, on a loopback port of its own.
 *
 * @evidence documentation App Service, Functions, and Container Apps have one protocol. Source: "How to use managed
 *   identities for App Service and Azure Functions", "Managed identities in Azure Container Apps", REST endpoint reference.
 */
export class IdentityEndpoint {
  private constructor(
    private readonly server: LoopbackServer,
    /** The value that requests must bring in X-IDENTITY-HEADER. */
    readonly header: string,
  ) {}

  static async start(options: IdentityEndpointOptions): Promise<IdentityEndpoint> {
    const header = randomUUID();
    const server = await LoopbackServer.listen((request, response) => {
      void answer(request, response, header, options);
    });
    return new IdentityEndpoint(server, header);
  }

  /** The address as IDENTITY_ENDPOINT has it. */
  get url(): string {
    return this.server.url + PATH;
  }

  /**
   * The variables that the host sets; the MSI ones are older names of the same.
   *
   * @evidence documentation The host sets the address and the header of the endpoint. Source: "How to use managed
   *   identities for App Service and Azure Functions"; "Managed identities in Azure Container Apps".
   */
  environment(): Record<string, string> {
    const { url, header } = this;
    return { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header, MSI_ENDPOINT: url, MSI_SECRET: header };
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}

const JSON_CONTENT = { "Content-Type": "application/json; charset=utf-8" };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  header: string,
  { identities, tenant }: IdentityEndpointOptions,
): Promise<void> {
  const correlationId = randomUUID();
  const common = { Server: "Kestrel", "X-CORRELATION-ID": correlationId };
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (request.headers["x-identity-header"] !== header) {
    // @evidence report A wrong header is 403 without a body. Source: a captured answer.
    response.writeHead(403, { ...common, "Content-Length": "0" }).end();
    return;
  }
  if (pathname.toLowerCase() !== PATH || request.method !== "GET") {
    // @evidence inferred Another method is 405, and another address 404. Reason: neither is documented; these are the
    // statuses of HTTP.
    response
      .writeHead(pathname.toLowerCase() === PATH ? 405 : 404, { ...common, "Content-Length": "0" })
      .end();
    return;
  }
  let body: Record<string, unknown>;
  try {
    body = await answerAppToken(searchParams, identities(), tenant);
  } catch (cause) {
    // @evidence inferred A fault is 500. Reason: the status is reported for a wrong resource; the text is the lab's
    // choice.
    const refusal =
      cause instanceof IdentityEndpointError
        ? cause
        : new IdentityEndpointError(500, "An unexpected error occured while fetching the AAD Token.");
    response.writeHead(refusal.status, { ...common, ...JSON_CONTENT });
    response.end(JSON.stringify(refusal.body(correlationId)));
    return;
  }
  response.writeHead(200, { ...common, ...JSON_CONTENT });
  response.end(JSON.stringify(body));
}
