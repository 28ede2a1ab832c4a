/** Connects `@azure/identity` to the HTTP client that all requests to Microsoft share. */
import type { TokenCredentialOptions } from "@azure/identity" with { "resolution-mode": "import" };
import { azureFetch } from "./azure-fetch";

type HttpClient = NonNullable<TokenCredentialOptions["httpClient"]>;
type PipelineResponse = Awaited<ReturnType<HttpClient["sendRequest"]>>;

/** How long one answer may take, in milliseconds. */
const PATIENCE = 15_000;

/** Headers of an answer as the SDK reads them. */
class AnswerHeaders implements Iterable<[string, string]> {
  readonly #headers: Headers;

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    return this.#headers.get(name) ?? undefined;
  }

  has(name: string): boolean {
    return this.#headers.has(name);
  }

  set(name: string, value: string | number | boolean): void {
    this.#headers.set(name, String(value));
  }

  delete(name: string): void {
    this.#headers.delete(name);
  }

  toJSON(): Record<string, string> {
    const all: Record<string, string> = {};
    this.#headers.forEach((value, name) => {
      all[name] = value;
    });
    return all;
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return Object.entries(this.toJSON())[Symbol.iterator]();
  }
}

/**
 * How `@azure/identity` sends its requests: as all others of this command are sent, so that one rule for proxies, redirects,
 * and time limits holds.
 */
export const identityTransport: HttpClient = {
  async sendRequest(request): Promise<PipelineResponse> {
    const { url, method, headers, body } = request;
    const response = await azureFetch(url, {
      method,
      headers: headers.toJSON(),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...(typeof body === "string" ? { body } : {}),
    });
    return {
      request,
      status: response.status,
      headers: new AnswerHeaders(response.headers),
      bodyAsText: await response.text(),
    };
  },
};
