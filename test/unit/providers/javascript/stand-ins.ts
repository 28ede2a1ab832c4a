/** Entra and AWS STS for tests of the provider: a credential that counts, and an STS on loopback for the real client. */
import { text } from "node:stream/consumers";
import { STSClient } from "@aws-sdk/client-sts";
import type { TokenCredential } from "@azure/identity";
import { LoopbackServer } from "../../../../lab/http";

export const ROLE = "arn:aws:iam::111122223333:role/orders";
export const AUDIENCE = "api://11111111-2222-4333-8444-555555555555/orders";
export const KEY = "the-secret-key";

/** When tests begin, by the mocked clock: a whole second. */
export const START = Date.UTC(2026, 10, 24, 12);

/** A token that nobody signed. Its signature begins like a token of its own. */
export function tokenWith(claims: Readonly<Record<string, unknown>>): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.c2VjcmV0LXNpZ25hdHVyZQ`;
}

export const TOKEN = tokenWith({
  iss: "https://sts.windows.net/11111111-2222-4333-8444-555555555555/",
  aud: AUDIENCE,
  sub: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f",
  uti: "Zx9-kQ_pTkWn2bVY0aQrAA",
});

/** A credential that gives {@link TOKEN}, or rejects. */
export class CountedCredential implements TokenCredential {
  readonly scopes: (string | string[])[] = [];
  /** What the next requests reject with. Default is nothing. */
  failure: Error | undefined;
  token = TOKEN;
  /** Requests are answered once this has resolved. */
  held: Promise<unknown> = Promise.resolve();

  async getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number }> {
    this.scopes.push(scopes);
    const { failure } = this;
    await this.held;
    if (failure !== undefined) {
      throw failure;
    }
    return { token: this.token, expiresOnTimestamp: Date.now() + 86_400_000 };
  }
}

/** An answer of STS. */
interface StsAnswer {
  readonly status: number;
  readonly body: string;
}

/** A refusal of STS. */
export function refusedWith(status: number, code: string, message = ""): StsAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}</ErrorResponse>`,
  };
}

/** STS, with the real client. Each session has another access key. Whoever started it stops it. */
export class StandInSts {
  /** The forms of all requests. */
  readonly requests: URLSearchParams[] = [];
  /** What it answers. `undefined` is a session of the length that was asked for. */
  answer: StsAnswer | undefined;
  /** Requests are answered once this has resolved. */
  held: Promise<unknown> = Promise.resolve();
  /** By how much its clock is ahead, in milliseconds. */
  ahead = 0;

  private constructor(
    private readonly server: LoopbackServer,
    readonly client: STSClient,
  ) {}

  static async start(): Promise<StandInSts> {
    const server = await LoopbackServer.listen((request, response) => {
      void text(request).then(async (form) => {
        started.requests.push(new URLSearchParams(form));
        await started.held;
        const { status, body } = started.answer ?? started.#session();
        response.writeHead(status, { "content-type": "text/xml" }).end(body);
      });
    });
    const client = new STSClient({ endpoint: server.url, region: "eu-west-1", maxAttempts: 1 });
    const started: StandInSts = new StandInSts(server, client);
    return started;
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.server.close();
  }

  #session(): StsAnswer {
    const seconds = Number(this.requests.at(-1)?.get("DurationSeconds"));
    const end = new Date(Date.now() + this.ahead + seconds * 1000).toISOString();
    return { status: 200, body: sessionXml(`KEY${this.requests.length}`, end) };
  }
}

function sessionXml(id: string, end: string): string {
  const keys = `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${KEY}</SecretAccessKey>`;
  const session = `<SessionToken>session</SessionToken><Expiration>${end}</Expiration>`;
  const result = `<AssumeRoleWithWebIdentityResult><Credentials>${keys}${session}</Credentials></AssumeRoleWithWebIdentityResult>`;
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</AssumeRoleWithWebIdentityResponse>`;
}
