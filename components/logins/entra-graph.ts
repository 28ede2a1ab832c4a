/** The few calls to Microsoft Graph that no `azuread` resource or function makes. */
import { getClientConfig } from "@pulumi/azuread/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { type AzureLogin, azureLogin } from "./azure-token";
import { cloudFetch } from "./cloud-fetch";

/** How long one call may take, in milliseconds. */
const CALL_TIMEOUT = 30_000;

/** An object of Microsoft Graph. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** Microsoft Graph, as the login of a component's `azuread` provider. Paths begin behind `/v1.0`. */
export class EntraGraph {
  #login: Promise<AzureLogin> | undefined;

  /** @param parent - The component, whose `azuread` provider says who it is. */
  constructor(private readonly parent: pulumi.Resource) {}

  /** All members of a collection, page by page. */
  async list(path: string): Promise<readonly GraphObject[]> {
    const members: GraphObject[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: GraphObject = await this.#send("GET", next);
      members.push(...(page.value as readonly GraphObject[]));
      const link = page["@odata.nextLink"];
      // Only the path of the link counts: the token goes to no other host.
      next = typeof link === "string" ? link.replace(/^https?:\/\/.*?\/v1\.0/, "") : undefined;
    }
    return members;
  }

  async get(path: string): Promise<GraphObject> {
    return this.#send("GET", path);
  }

  async delete(path: string): Promise<void> {
    await this.#send("DELETE", path);
  }

  async patch(path: string, body: GraphObject): Promise<void> {
    await this.#send("PATCH", path, body);
  }

  async #send(method: string, path: string, body?: GraphObject): Promise<GraphObject> {
    this.#login ??= getClientConfig({ parent: this.parent }).then((login) =>
      azureLogin("azuread", "graph", login),
    );
    const { token, endpoint } = await this.#login;
    const response = await cloudFetch(`${endpoint}/v1.0${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      signal: AbortSignal.timeout(CALL_TIMEOUT),
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`Microsoft Graph answered ${response.status}: ${text.slice(0, 300)}`);
    }
    return text === "" ? {} : (JSON.parse(text) as GraphObject);
  }
}
