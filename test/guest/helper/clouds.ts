/** Doubles of Azure's metadata service and of AWS STS for the helper's tests: they record, and answer as told. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { LoopbackServer } from "../../../lab/http/loopback-server";

export const roleArn = "arn:aws:iam::111122223333:role/DevTeam-S3ReadOnlyAccess";
export const audience = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/storage";
export const issuer = "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
export const clientId = "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10";
export const subject = "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f";
export const tokenId = "Zx9-kQ_pTkWn2bVY0aQrAA";

/** The secret key and session token that the STS double gives. */
export const secrets = {
  key: "wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEYx",
  session: "FwoGZXIvYXdzEJr//SESSIONTOKEN==",
};

/** A request as a double saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer: a finished one, or whatever a handler does with the connection. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** One side: its requests so far, and the answers to give before it returns to the good one. */
export class Side {
  readonly seen: Seen[] = [];
  /** Given in order, one a request. */
  next: Reply[] = [];
  /** Given when `next` is used up. */
  always: () => Reply;

  constructor(always: () => Reply) {
    this.always = always;
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const body = await text(request);
    this.seen.push({
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    });
    const reply = this.next.shift() ?? this.always();
    if (typeof reply === "function") {
      reply(request, response);
    } else {
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? "");
    }
  }
}

/** Both clouds on one loopback port. */
export class Clouds {
  /** Token requests. */
  readonly imds: Side;
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
    const side =
      url.pathname === "/metadata/identity/oauth2/token"
        ? this.imds
        : url.pathname.startsWith("/metadata/")
          ? this.instance
          : this.sts;
    void side.serve(request, response, url);
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

export function goodClaims(): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: audience,
    iss: issuer,
    iat: now,
    nbf: now,
    exp: now + 86700,
    sub: subject,
    oid: subject,
    uti: tokenId,
  };
}

/** A token whose signature nobody here checks. */
export function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ typ: "JWT", alg: "RS256", kid: "k1" })}.${part(claims)}.${Buffer.from("signature").toString("base64url")}`;
}

/** The metadata service's answer with a token. */
export function tokenReply(token: string): Reply {
  const body = {
    access_token: token,
    client_id: clientId,
    expires_in: "86400",
    resource: audience,
    token_type: "Bearer",
  };
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** STS's answer with credentials. */
export function granted(expiration: string): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
 <AssumeRoleWithWebIdentityResult>
  <Audience>${audience}</Audience>
  <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn></AssumedRoleUser>
  <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>${secrets.key}</SecretAccessKey><SessionToken>${secrets.session}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
 </AssumeRoleWithWebIdentityResult>
 <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;
}

/** An answer of STS that refuses. */
export function stsError(status: number, code: string, message: string): Reply {
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  };
}

/** An answer of the metadata service that refuses. */
export function imdsError(status: number, error: string, description: string): Reply {
  return { status, body: JSON.stringify({ error, error_description: description }) };
}
