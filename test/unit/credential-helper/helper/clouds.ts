/** Doubles of Azure's token services and of AWS STS for the helper's tests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "../../../../lab/http";
import { clientId, identityHeader, tenantId } from "./facts";
import { goodClaims, granted, jwt, tokenReply } from "./replies";
import { Side } from "./side";

/** Both clouds on one loopback port. */
export class Clouds {
  /** Token requests to the metadata service. */
  readonly imds: Side;
  /** Token requests to the identity endpoint of an app. */
  readonly identity: Side;
  /** Token requests to Entra. */
  readonly entra: Side;
  /** Other metadata requests. */
  readonly instance = new Side(() => ({ body: "vm-storage-1" }));
  readonly sts: Side;
  /** What the token claims; changed by tests. */
  claims: Record<string, unknown> = goodClaims();
  /** Seconds from now to the end of the session that STS gives. */
  sessionSeconds = 3600;
  #server: LoopbackServer | undefined;

  constructor() {
    this.imds = new Side(() => tokenReply(this.token()));
    this.identity = new Side(() => tokenReply(this.token()));
    this.entra = new Side(() => tokenReply(this.token()));
    this.sts = new Side(() => ({ body: granted(this.expiration()) }));
  }

  static async start(): Promise<Clouds> {
    const clouds = new Clouds();
    clouds.#server = await LoopbackServer.listen((request, response) => {
      clouds.handle(request, response);
    });
    return clouds;
  }

  /** Answers one request, for servers other than the own one. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://clouds");
    void this.#sideOf(url.pathname).serve(request, response, url);
  }

  #sideOf(path: string): Side {
    if (path === "/metadata/identity/oauth2/token") {
      return this.imds;
    }
    if (path.startsWith("/metadata/")) {
      return this.instance;
    }
    if (path.startsWith("/msi/token")) {
      return this.identity;
    }
    return path.endsWith("/oauth2/v2.0/token") ? this.entra : this.sts;
  }

  get url(): string {
    if (this.#server === undefined) {
      throw new Error("the clouds are not started");
    }
    return this.#server.url;
  }

  /** The environment that leads the helper here. */
  get environment(): Record<string, string> {
    return { AZURE_POD_IDENTITY_AUTHORITY_HOST: this.url, AWS_ENDPOINT_URL_STS: this.url };
  }

  /** The environment of an app on App Service, Functions or Container Apps. */
  get appEnvironment(): Record<string, string> {
    return { IDENTITY_ENDPOINT: `${this.url}/msi/token/`, IDENTITY_HEADER: identityHeader };
  }

  /** The environment of a pod on AKS, once its token is in a file. */
  podEnvironment(tokenFile: string): Record<string, string> {
    return {
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
      AZURE_FEDERATED_TOKEN_FILE: tokenFile,
      AZURE_AUTHORITY_HOST: `${this.url}/`,
    };
  }

  token(): string {
    return jwt(this.claims);
  }

  /** When the next session ends: whole seconds, as STS writes it. */
  expiration(): string {
    return new Date((Math.floor(Date.now() / 1000) + this.sessionSeconds) * 1000)
      .toISOString()
      .replace(".000", "");
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}
