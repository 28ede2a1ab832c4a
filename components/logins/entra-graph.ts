/** The few calls to Microsoft Graph that no `azuread` resource or function makes. */
import { getClientConfig } from "@pulumi/azuread/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../deployment";
import { type AzureLogin, azureLogin } from "./azure-token";
import { cloudFetch } from "./cloud-fetch";

/** How long one call may take, in milliseconds. */
const CALL_TIMEOUT = 30_000;

/** A resource type of the provider, by which Pulumi finds the component's provider. */
const PROVIDER = "azuread:index/application:Application";

/** For how long a login is used, in milliseconds. Tokens of Entra are valid for an hour or longer. */
const KEPT = 600_000;

/** The login of each provider, because many workloads ask, and the Azure CLI takes a second. */
const logins = new PerDeployment(
  () => new Map<unknown, { readonly login: Promise<AzureLogin>; readonly until: number }>(),
);

/** An object of Microsoft Graph. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** Microsoft Graph, as the login of a component's `azuread` provider. Paths begin behind `/v1.0`. */
export class EntraGraph {
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

  async delete(path: string): Promise<void> {
    await this.#send("DELETE", path);
  }

  async #login(): Promise<AzureLogin> {
    const known = logins.current();
    const provider = this.parent.getProvider(PROVIDER) ?? PROVIDER;
    const kept = known.get(provider);
    if (kept !== undefined && Date.now() < kept.until) {
      return kept.login;
    }
    const login = getClientConfig({ parent: this.parent }).then((who) => azureLogin("azuread", "graph", who));
    known.set(provider, { login, until: Date.now() + KEPT });
    login.catch(() => known.delete(provider));
    return login;
  }

  async #send(method: string, path: string): Promise<GraphObject> {
    const { token, endpoint } = await this.#login();
    const response = await cloudFetch(`${endpoint}/v1.0${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(CALL_TIMEOUT),
      redirect: "error",
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`Microsoft Graph answered ${response.status}: ${text.slice(0, 300)}`);
    }
    return text === "" ? {} : (JSON.parse(text) as GraphObject);
  }
}
