/** The client of Microsoft Graph and Azure Resource Manager: tokens, pages, batches, and retries. */
import { setTimeout as delay } from "node:timers/promises";
import type { TokenCredential } from "@azure/identity" with { "resolution-mode": "import" };
import { isObject, stringsIn } from "../../../trust";
import { LARGEST_ANSWER, textOf } from "../answer-limit";
import { CloudError, LOGIN } from "../cloud-error";
import { refusalText } from "../refusal-text";
import { azureFetch } from "./azure-fetch";

/** An object of an answer. */
export type Item = Readonly<Record<string, unknown>>;

/** How long a command waits. */
interface Patience {
  /** How long one answer may take, in milliseconds. */
  readonly answer: number;
  /** Tries for each request. */
  readonly attempts: number;
  /** The longest pause between two tries, in seconds, whatever the service asks for. */
  readonly pause: number;
  /** The most pages of a list. A server that always has a next one ends the reading. */
  readonly pages: number;
}

/** Of a command that reads a whole company. */
const LONG: Patience = { answer: 60_000, attempts: 8, pause: 300, pages: Infinity };

/** Of a command whose report somebody waits for. */
const SHORT: Patience = { answer: 20_000, attempts: 5, pause: 60, pages: 50 };

/** A token is asked for again this long before it ends, in milliseconds. */
const MARGIN = 5 * 60_000;

/** Requests in one `$batch`. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching". */
const BATCH = 20;

/** Answers that mean: again, later. Source: Microsoft Graph, "throttling guidance"; Azure, "Throttling Resource Manager requests". */
const AGAIN = new Set([429, 500, 502, 503, 504]);

/**
 * The code of a link to the next page that is too old. A token of a page ends while the caller reads what is below the objects of the page
 * before, and another try with it cannot succeed.
 *
 * Source: Microsoft Graph, "Directory_ExpiredPageToken error when working with users API". That other services name the token so is a guess.
 */
const EXPIRED_PAGE = /(?:page|skip|continuation)_?token/i;

/** How often a list is read again from its beginning without a member that is new. */
const RESTARTS = 5;

/** How the API is signed in to. */
export interface ApiLogin {
  readonly credential: Pick<TokenCredential, "getToken">;
  /** The name of the API, for which tokens are. */
  readonly scope: string;
  /** Where requests go, without a slash at its end. */
  readonly endpoint: string;
  /** The most bytes of an answer. Default: {@link LARGEST_ANSWER}. */
  readonly largestAnswer?: number;
  /** Whether somebody waits for the report. Default: false. */
  readonly isInteractive?: boolean;
}

/** What a request has in addition to its address. */
type Request = Pick<RequestInit, "method" | "body">;

interface Answer {
  /** `undefined` if the connection broke. */
  readonly status: number | undefined;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/** Microsoft Graph or Azure Resource Manager with a login. It only reads, and heeds throttling. */
export class MicrosoftApi {
  readonly #login: ApiLogin;
  readonly #patience: Patience;
  #token: Promise<{ readonly token: string; readonly expiresOnTimestamp: number }> | undefined;
  #end = 0;

  constructor(login: ApiLogin) {
    this.#login = login;
    this.#patience = login.isInteractive === true ? SHORT : LONG;
  }

  /** Signs in now, so that a login that fails is seen at once. @throws {CloudError} */
  async signIn(): Promise<void> {
    await this.#freshToken();
  }

  /**
   * What is at a path, or what an action returns that only reads.
   *
   * @throws {CloudError} If the API refuses.
   */
  async get(path: string, needs: string, method: "GET" | "POST" = "GET"): Promise<unknown> {
    return this.#read(`${this.#login.endpoint}${path}`, needs, { method });
  }

  /**
   * The members of a list, page by page.
   *
   * @param needs - The permission that the request needs.
   * @throws {CloudError} If a page cannot be read: what is missing could matter.
   */
  list(path: string, needs: string): AsyncGenerator<Item> {
    return this.#pages(`${this.#login.endpoint}${path}`, needs);
  }

  /**
   * Lists below many objects, by `$batch`, with the following pages of each.
   *
   * @param paths - The paths within the version, which begin with a slash.
   */
  async lists(
    version: "v1.0" | "beta",
    paths: readonly string[],
    needs: string,
  ): Promise<readonly (readonly Item[])[]> {
    const answers = new Map<number, unknown>();
    let open = paths.map((_, index) => index);
    for (let attempt = 1; open.length > 0; attempt++) {
      const answered = await this.#batch(version, paths, open.slice(0, BATCH));
      const pauses: number[] = [];
      for (const [index, answer] of answered) {
        if (mayPass(answer) && attempt < this.#patience.attempts * Math.ceil(paths.length / BATCH)) {
          pauses.push(pauseOf(answer, attempt, this.#patience.pause));
        } else {
          // An object that was deleted meanwhile has nothing below it.
          answers.set(index, answer.status === 404 ? { value: [] } : demandOk(answer, needs));
        }
      }
      open = open.filter((index) => !answers.has(index));
      if (pauses.length > 0) {
        await delay(Math.max(...pauses));
      }
    }
    return Promise.all(
      paths.map(async (_, index) => {
        const items: Item[] = [];
        const url = `${this.#login.endpoint}/${version}${paths[index] ?? ""}`;
        for await (const item of this.#pages(url, needs, answers.get(index))) {
          items.push(item);
        }
        return items;
      }),
    );
  }

  /**
   * The members of a list, which is read again from its beginning if a page's token has ended. The login's token goes to the API's own host
   * only.
   *
   * @param begun - The first page, if it was read.
   */
  async *#pages(first: string, needs: string, begun?: unknown): AsyncGenerator<Item> {
    let read = new Set<string>();
    // A list that changes while it is read can show an object on two pages, and one that is read again shows all.
    const ids = new Set<unknown>();
    let pages = 0;
    let restarts = 0;
    let known = begun;
    for (let next: string | undefined = first; next !== undefined;) {
      if (originOf(next) !== originOf(this.#login.endpoint)) {
        throw new CloudError("failed", "OtherHost", "the list goes on at another host");
      }
      if (read.has(next)) {
        throw new CloudError("failed", "EndlessList", "the list leads back to a page that was read");
      }
      if (pages >= this.#patience.pages) {
        const text = `the list has more than ${this.#patience.pages} pages`;
        throw new CloudError("failed", "EndlessList", text);
      }
      let body: unknown;
      try {
        body = known ?? (await this.#read(next, needs));
      } catch (error) {
        if (read.size === 0 || !hasExpired(error) || ++restarts > RESTARTS) {
          throw error;
        }
        read = new Set();
        next = first;
        continue;
      }
      known = undefined;
      pages++;
      read.add(next);
      const { items, link } = pageIn(body, this.#login.isInteractive);
      for (const item of items) {
        const id = item.id ?? JSON.stringify(item);
        if (!ids.has(id)) {
          ids.add(id);
          restarts = 0;
          yield item;
        }
      }
      next = link;
    }
  }

  async #batch(
    version: string,
    paths: readonly string[],
    indexes: readonly number[],
  ): Promise<readonly (readonly [number, Answer])[]> {
    const requests = indexes.map((index) => ({ id: String(index), method: "GET", url: paths[index] ?? "" }));
    const body = await this.#read(`${this.#login.endpoint}/${version}/$batch`, "", {
      method: "POST",
      body: JSON.stringify({ requests }),
    });
    const responses = isObject(body) && Array.isArray(body.responses) ? body.responses.filter(isObject) : [];
    return indexes.map((index) => {
      const found = responses.find(({ id }) => id === String(index));
      const headers = isObject(found?.headers) ? Object.entries(found.headers) : [];
      const [, after] = headers.find(([name]) => name.toLowerCase() === "retry-after") ?? [];
      const retryAfter = typeof after === "string" ? after : null;
      if (found === undefined) {
        throw new CloudError("failed", "NoAnswer", "NoAnswer: the batch has no answer to this request");
      }
      return [index, { status: Number(found.status), retryAfter, body: found.body }];
    });
  }

  /** What is at an address, or what it answers to a batch. */
  async #read(url: string, needs: string, request: Request = {}): Promise<unknown> {
    const { attempts, pause } = this.#patience;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(url, request);
      if (!mayPass(answer) || attempt >= attempts) {
        return demandOk(answer, needs);
      }
      await delay(pauseOf(answer, attempt, pause));
    }
  }

  async #ask(url: string, request: Request): Promise<Answer> {
    const token = await this.#freshToken();
    try {
      const response = await azureFetch(url, {
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        redirect: "error",
        signal: AbortSignal.timeout(this.#patience.answer),
        ...request,
      });
      const text = await textOf(response, this.#login.largestAnswer ?? LARGEST_ANSWER);
      return {
        status: response.status,
        retryAfter: response.headers.get("retry-after"),
        body: response.ok ? (JSON.parse(text) as unknown) : parsed(text),
      };
    } catch (error) {
      if (error instanceof CloudError) {
        throw error;
      }
      // A connection that broke, or half an answer.
      const { message, cause } = error as Error;
      const text = cause instanceof Error ? `${message}: ${cause.message}` : message;
      return { status: undefined, retryAfter: null, body: text };
    }
  }

  /** @throws {CloudError} If the login fails. */
  async #freshToken(): Promise<string> {
    const { credential, scope } = this.#login;
    if (this.#token === undefined || Date.now() > this.#end - MARGIN) {
      this.#end = Infinity;
      this.#token = credential.getToken(`${scope}/.default`).then((found) => {
        if (found === null) {
          throw new Error("the login returned no token");
        }
        this.#end = found.expiresOnTimestamp;
        return found;
      });
    }
    try {
      return (await this.#token).token;
    } catch (error) {
      this.#token = undefined;
      throw new CloudError("failed", LOGIN, refusalText((error as Error).message));
    }
  }
}

/** Whether another try can succeed. */
function mayPass({ status }: Answer): boolean {
  return status === undefined || AGAIN.has(status);
}

function hasExpired(error: unknown): boolean {
  return (
    error instanceof CloudError &&
    (error.status === 400 || error.status === 410) &&
    EXPIRED_PAGE.test(error.code)
  );
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** @throws {CloudError} If the answer has no list: it must never count as an empty one. */
function pageIn(
  body: unknown,
  mayBeBare = false,
): { readonly items: readonly Item[]; readonly link: string | undefined } {
  if (mayBeBare && Array.isArray(body)) {
    // Some lists of Azure Resource Manager have one page without a frame, such as the versions of an image.
    return { items: body.filter(isObject), link: undefined };
  }
  if (!isObject(body) || !Array.isArray(body.value)) {
    throw new CloudError("failed", "NoList", "the answer has no list");
  }
  const link = body.nextLink ?? body["@odata.nextLink"];
  return {
    items: body.value.filter(isObject),
    link: typeof link === "string" && link !== "" ? link : undefined,
  };
}

/** The pause that the service asks for, as seconds or as a moment, or a growing one. In milliseconds. Source: RFC 9110, "Retry-After". */
function pauseOf({ retryAfter }: Answer, attempt: number, longest: number): number {
  const asked = retryAfter === null || retryAfter.trim() === "" ? Number.NaN : Number(retryAfter);
  const until = (Date.parse(retryAfter ?? "") - Date.now()) / 1_000;
  const seconds = [asked, until, 2 ** (attempt - 1) / 4].find((one) => !Number.isNaN(one)) ?? 0;
  return Math.min(Math.max(seconds, 0), longest) * 1_000;
}

/** @throws {CloudError} If the answer is an error. */
function demandOk({ status, body }: Answer, needs: string): unknown {
  if (status === undefined) {
    throw new CloudError("failed", "NoAnswer", refusalText(String(body)));
  }
  if (status >= 200 && status < 300) {
    return body;
  }
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const [code = "error"] = stringsIn([error.code]);
  const [message = ""] = stringsIn([error.message]);
  const text = refusalText(
    isObject(body) ? `${status} ${code}: ${message}` : `${status} without a readable message`,
  );
  throw status === 403
    ? new CloudError("refused", code, text, needs, status)
    : new CloudError("failed", code, text, undefined, status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
