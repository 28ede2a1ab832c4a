import { isObject, stringsIn } from "../../../trust";
import { isRead, type Reading } from "../reading";
import { azureFetch } from "../../clouds/microsoft/azure-fetch";
import { refusalText } from "../../clouds/refusal-text";

/** How long one answer may take, in milliseconds. */
const PATIENCE = 20_000;

/** More pages than any list here has: a server that always has a next one ends the reading. */
const MOST_PAGES = 50;

/** An API of Microsoft's with a login. It only reads. */
export class AzureApi {
  readonly #token: string;

  /** @param endpoint - The address of the API, without a slash at its end. */
  constructor(
    readonly endpoint: string,
    token: string,
  ) {
    this.#token = token;
  }

  /** What is at a path, which begins with a slash. */
  async get(path: string): Promise<Reading<unknown>> {
    return this.#get(`${this.endpoint}${path}`);
  }

  /** What an action returns that reads something which ARM does not show otherwise, such as the settings of an app. */
  async readBy(path: string): Promise<Reading<unknown>> {
    return this.#get(`${this.endpoint}${path}`, "POST");
  }

  /** All members of a list, page by page. A list that cannot be read to its end is refused: what is missing could matter. */
  async list(path: string): Promise<Reading<readonly Readonly<Record<string, unknown>>[]>> {
    const members: Readonly<Record<string, unknown>>[] = [];
    let next: string | undefined = `${this.endpoint}${path}`;
    for (let page = 0; next !== undefined; page++) {
      if (page === MOST_PAGES) {
        return { refused: `the list has more than ${MOST_PAGES} pages` };
      }
      if (!this.#isOwn(next)) {
        return { refused: "the list goes on at another host" };
      }
      const reading: Reading<unknown> = await this.#get(next);
      if (!isRead(reading)) {
        return reading;
      }
      const { value } = reading;
      const items = isObject(value) ? value.value : value;
      members.push(...(Array.isArray(items) ? items.filter(isObject) : []));
      const link = isObject(value) ? (value.nextLink ?? value["@odata.nextLink"]) : undefined;
      next = typeof link === "string" && link !== "" ? link : undefined;
    }
    return { value: members };
  }

  /** The token goes to no other host than the API's. */
  #isOwn(link: string): boolean {
    return URL.canParse(link) && new URL(link).origin === new URL(this.endpoint).origin;
  }

  async #get(url: string, method: "GET" | "POST" = "GET"): Promise<Reading<unknown>> {
    try {
      const response = await azureFetch(url, {
        method,
        headers: { Authorization: `Bearer ${this.#token}`, Accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const text = await response.text();
      if (response.ok) {
        return { value: JSON.parse(text) as unknown };
      }
      const { code, message } = errorIn(text);
      const { status } = response;
      const refused = refusalText(`${status} ${code === undefined ? "" : `${code}: `}${message}`);
      return { refused, status, ...(code === undefined ? {} : { code }) };
    } catch (error) {
      const { message, cause } = error as Error;
      return { refused: refusalText(cause instanceof Error ? `${message}: ${cause.message}` : message) };
    }
  }
}

/** The code and the message of an error of ARM or Microsoft Graph. */
function errorIn(text: string): { readonly code?: string; readonly message: string } {
  try {
    const body: unknown = JSON.parse(text);
    const error = isObject(body) && isObject(body.error) ? body.error : {};
    const [code = "error"] = stringsIn([error.code]);
    const [message = ""] = stringsIn([error.message]);
    return { code, message };
  } catch {
    return { message: "without a readable message" };
  }
}
