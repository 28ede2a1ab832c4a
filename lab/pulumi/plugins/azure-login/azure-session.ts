/** Signed-in calls to the Azure APIs: JSON over HTTP with tokens from client credentials or of a person. */
import { setTimeout as delay } from "node:timers/promises";
import type { AzureEnvironment } from "./azure-environment";

/** The answer to one request. */
export interface AzureResponse {
  readonly status: number;
  /** For example `Not Found`. */
  readonly statusText: string;
  readonly headers: Headers;
  /** The JSON body, or undefined when there is none. */
  readonly body: Record<string, unknown> | undefined;
}

/** One request; the URL is absolute. */
export interface AzureRequest {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  /** OAuth scope of the API, for example `https://graph.microsoft.com/.default`. */
  readonly scope: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

interface Token {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly renewAt: number;
}

/** A token is renewed this long before it ends, in milliseconds. */
const RENEWAL_MARGIN = 5 * 60_000;

/** The longest wait that a service may ask of a patient session, in milliseconds. */
const LONGEST_WAIT = 2 * 60_000;

/** What the services answer when they ask for patience (429) or are not well. */
const transientStatuses = new Set([429, 502, 503, 504]);

/** The one conflict that passes by itself. */
const TRANSIENT_CONFLICT = "AnotherOperationInProgress";

/** An answer after which the same request may succeed. */
class TransientAnswer extends Error {
  constructor(readonly response: AzureResponse) {
    super(`status ${response.status}`);
  }

  /** How long the service asks to wait, in milliseconds; 0 if it does not say. */
  get wait(): number {
    const seconds = Number(this.response.headers.get("retry-after") ?? 0);
    return Number.isFinite(seconds) ? seconds * 1000 : 0;
  }
}

/** A request that nobody answered: whether it was carried out is not known. */
class Unanswered extends Error {}

/** A token as an identity service or a program issues it. */
export interface LoginToken {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What an {@link AzureSession} does otherwise than a plugin of the lab. */
export interface AzureSessionOptions {
  /** Issues the tokens. Default: Entra, for the login of the environment. */
  readonly signIn?: (scope: string, signal: AbortSignal) => Promise<LoginToken>;
  /**
   * Whether it waits as long as services ask, up to two minutes, and repeats requests without an answer, but for POST. The waits of
   * real clouds are long, and a laptop loses its network. Default: false, as the lab answers at once.
   */
  readonly isPatient?: boolean;
  /** Sends the requests. Default: the `fetch` of Node, which ignores proxies. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Sees each answer. Default: nobody does. */
  readonly onResponse?: (request: AzureRequest, response: AzureResponse) => void;
}

/** A sign-in of the plugin. Tokens stay in memory and appear in no message. */
export class AzureSession {
  readonly environment: AzureEnvironment;
  readonly #options: AzureSessionOptions;
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(environment: AzureEnvironment, options: AzureSessionOptions = {}) {
    this.environment = environment;
    this.#options = options;
  }

  /** Sends a request; tries again a few times when the service asks for patience. */
  async send(request: AzureRequest): Promise<AzureResponse> {
    const { default: pRetry } = await import("p-retry");
    const attempt = async (): Promise<AzureResponse> => {
      const response = await this.#sendOnce(request);
      this.#options.onResponse?.(request, response);
      if (isTransient(response)) {
        throw new TransientAnswer(response);
      }
      return response;
    };
    const { isPatient = false } = this.#options;
    const retry = {
      retries: 6,
      minTimeout: 250,
      signal: request.signal,
      shouldRetry: ({ error }: { error: Error }) =>
        error instanceof TransientAnswer ||
        (isPatient && error instanceof Unanswered && request.method !== "POST"),
      onFailedAttempt: async ({ error, retriesLeft }: { error: Error; retriesLeft: number }) => {
        if (isPatient && error instanceof TransientAnswer && retriesLeft > 0) {
          await delay(Math.min(error.wait, LONGEST_WAIT), undefined, { signal: request.signal });
        }
      },
    };
    return pRetry(attempt, retry).catch((error: unknown) => {
      if (error instanceof TransientAnswer) {
        return error.response;
      }
      throw error;
    });
  }

  /** The claims of the token for a scope: who the plugin is. */
  async claims(scope: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const [token, { decodeJwt }] = await Promise.all([this.#token(scope, signal), import("jose")]);
    return decodeJwt(token);
  }

  /** A token for a scope, for a program that asks Azure itself. */
  async accessToken(scope: string, signal: AbortSignal): Promise<string> {
    return this.#token(scope, signal);
  }

  async #sendOnce({ method, url, scope, body, signal }: AzureRequest): Promise<AzureResponse> {
    const token = await this.#token(scope, signal);
    const response = await this.#fetch(url, {
      method,
      signal,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: "application/json",
        "Content-Type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw unanswered(method, url, error);
    });
    const text = await response.text();
    return {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
      body: text === "" ? undefined : parseJson(text),
    };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { fetch: send = fetch } = this.#options;
    return send(url, init);
  }

  async #token(scope: string, signal: AbortSignal): Promise<string> {
    const held = this.#tokens.get(scope);
    const token = await held?.catch(() => undefined);
    if (token !== undefined && Date.now() < token.renewAt) {
      return token.value;
    }
    // Of several callers that find it missing or old, the first asks and the others wait for its answer.
    const renewed = this.#tokens.get(scope);
    if (renewed !== undefined && renewed !== held) {
      return (await renewed).value;
    }
    const asked = this.#requestToken(scope, signal);
    this.#tokens.set(scope, asked);
    return (await asked).value;
  }

  async #requestToken(scope: string, signal: AbortSignal): Promise<Token> {
    const { accessToken, expiresAt } = await (this.#options.signIn?.(scope, signal) ??
      this.#askEntra(scope, signal));
    return { value: accessToken, renewAt: expiresAt - RENEWAL_MARGIN };
  }

  async #askEntra(scope: string, signal: AbortSignal): Promise<LoginToken> {
    const { loginEndpoint, tenantId, clientId, azRefreshToken } = this.environment;
    const form =
      azRefreshToken === undefined
        ? { grant_type: "client_credentials", client_secret: this.environment.clientSecret }
        : { grant_type: "refresh_token", refresh_token: azRefreshToken };
    const response = await this.#fetch(`${loginEndpoint}/${tenantId}/oauth2/v2.0/token`, {
      method: "POST",
      signal,
      body: new URLSearchParams({ ...form, client_id: clientId, scope }),
    });
    const answer = parseJson(await response.text());
    if (!response.ok || typeof answer.access_token !== "string") {
      throw new Error(
        `cannot sign in as ${clientId}: ${String(answer.error)}: ${String(answer.error_description)}`,
      );
    }
    return {
      accessToken: answer.access_token,
      expiresAt: Date.now() + Number(answer.expires_in) * 1000,
    };
  }
}

/** Says of which request the answer is missing, as the SDKs for Go do: `Post "https://…": EOF`. */
function unanswered(method: string, url: string, error: unknown): Error {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  const reason = cause?.code === "UND_ERR_SOCKET" ? "EOF" : (cause?.message ?? String(error));
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  return new Unanswered(`${verb} ${JSON.stringify(url)}: ${reason}`, { cause: error });
}

function isTransient({ status, body }: AzureResponse): boolean {
  const { code } = (body?.error ?? {}) as { code?: string };
  return transientStatuses.has(status) || (status === 409 && code === TRANSIENT_CONFLICT);
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { error: { code: "InvalidResponse", message: "the answer is not JSON" } };
  }
}
