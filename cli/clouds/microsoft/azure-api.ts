/** The Azure reader of preflight and keys find: a refused request is a value that their reports can show. */
import { CloudError } from "../cloud-error";
import type { Reading } from "../reading";
import { type ApiLogin, type Item, MicrosoftApi } from "./microsoft-api";

/** An API of Microsoft's with a login. It only reads, heeds throttling, and returns a refusal instead of throwing it. */
export class AzureApi {
  readonly endpoint: string;
  readonly #api: MicrosoftApi;

  constructor(login: Pick<ApiLogin, "credential" | "scope" | "endpoint">) {
    this.endpoint = login.endpoint;
    this.#api = new MicrosoftApi({ ...login, isInteractive: true });
  }

  /** What is at a path, which begins with a slash. */
  async get(path: string): Promise<Reading<unknown>> {
    return reading(() => this.#api.get(path, ""));
  }

  /** What an action returns that reads something which ARM does not show otherwise, such as the settings of an app. */
  async readBy(path: string): Promise<Reading<unknown>> {
    return reading(() => this.#api.get(path, "", "POST"));
  }

  /** All members of a list, page by page. A list that cannot be read to its end is refused: what is missing could matter. */
  async list(path: string): Promise<Reading<readonly Item[]>> {
    return reading(async () => {
      const members: Item[] = [];
      for await (const item of this.#api.list(path, "")) {
        members.push(item);
      }
      return members;
    });
  }
}

async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    const { code, message, status } = error;
    return status === undefined ? { refused: message } : { refused: message, status, code };
  }
}
