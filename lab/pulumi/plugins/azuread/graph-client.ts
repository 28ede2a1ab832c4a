/** Microsoft Graph v1.0, as the azuread provider uses it. */
import type { AzureSession } from "../azure-login/azure-session";
import { CloudError } from "../kernel/cloud-error";

/** OAuth scope of Microsoft Graph. */
export const GRAPH_SCOPE = "https://graph.microsoft.com/.default";

/** A Graph object as it travels. */
export type GraphObject = Record<string, unknown>;

/** What a call to Graph is made in. */
export interface GraphCall {
  readonly signal: AbortSignal;
}

/** Calls to Graph for one {@link AzureSession}. */
export class GraphClient {
  readonly session: AzureSession;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(session: AzureSession) {
    this.session = session;
  }

  /** @throws CloudError with Graph's code and text. */
  async get(path: string, { signal }: GraphCall): Promise<GraphObject> {
    return this.#send("GET", path, signal);
  }

  async post(path: string, body: GraphObject, { signal }: GraphCall): Promise<GraphObject> {
    return this.#send("POST", path, signal, body);
  }

  async patch(path: string, body: GraphObject, { signal }: GraphCall): Promise<void> {
    await this.#send("PATCH", path, signal, body);
  }

  async delete(path: string, { signal }: GraphCall): Promise<void> {
    await this.#send("DELETE", path, signal);
  }

  /** One member of an object that only the beta version has. */
  async getBeta(path: string, { signal }: GraphCall): Promise<GraphObject> {
    return this.#send("GET", path, signal, undefined, "beta");
  }

  /** Object ID of the signed-in user or application. */
  async callerId({ signal }: GraphCall): Promise<string> {
    const { oid } = await this.session.claims(GRAPH_SCOPE, signal);
    return String(oid);
  }

  /** How one object refers to another. */
  reference(objectId: string): string {
    return `${this.session.environment.graphEndpoint}/v1.0/directoryObjects/${objectId}`;
  }

  /** All members of a collection, page by page. */
  async list(path: string, { signal }: GraphCall): Promise<GraphObject[]> {
    const members: GraphObject[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: GraphObject = await this.#send("GET", next, signal);
      members.push(...(page.value as GraphObject[]));
      const link = page["@odata.nextLink"];
      next =
        typeof link === "string"
          ? new URL(link).pathname.replace(/^.*?\/v1\.0/, "") + new URL(link).search
          : undefined;
    }
    return members;
  }

  /** The members of a collection whose property has this value (OData `eq`). */
  async find(collection: string, property: string, value: string, call: GraphCall): Promise<GraphObject[]> {
    const filter = encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`);
    return this.list(`/${collection}?$filter=${filter}`, call);
  }

  /** Runs the changes of one object one after the other: Graph replaces lists as a whole, so a read-and-write races. */
  async exclusively<Result>(key: string, change: () => Promise<Result>): Promise<Result> {
    const turn = (this.#queues.get(key) ?? Promise.resolve()).then(change, change);
    this.#queues.set(key, turn);
    return turn;
  }

  async #send(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    signal: AbortSignal,
    body?: GraphObject,
    version: "v1.0" | "beta" = "v1.0",
  ): Promise<GraphObject> {
    const url = `${this.session.environment.graphEndpoint}/${version}${path}`;
    const request = { method, url, scope: GRAPH_SCOPE, signal, ...(body === undefined ? {} : { body }) };
    const response = await this.session.send(request);
    if (response.status < 400) {
      return response.body ?? {};
    }
    const { code, message } = (response.body?.error ?? {}) as { code?: string; message?: string };
    const status = `unexpected status ${response.status} (${response.status} ${response.statusText})`;
    throw new CloudError(`${status} with error: ${code ?? "unknown"}: ${message ?? ""}`, {
      code: code ?? "unknown",
      status: response.status,
      notFound: response.status === 404,
    });
  }
}

/** Puts what was attempted before the cloud's words, as the provider does. */
export async function attempting<Result>(what: string, action: Promise<Result>): Promise<Result> {
  return action.catch((error: unknown) => {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    throw error.within(what);
  });
}
