/** The few calls to Microsoft Graph that no `azuread` resource or function makes. */
import { getClientToken } from "@pulumi/azure-native/authorization/getClientToken";
import * as pulumi from "@pulumi/pulumi";
import { EntraCloud, graphEndpoint } from "./entra-cloud";

/** The environment variable with which tests put a Graph of their own in place; only one of this machine is taken. */
const GRAPH_STAND_IN = "AZURE_TO_AWS_GRAPH_STAND_IN";

/** How long one call may take, in milliseconds. */
const CALL_TIMEOUT = 30_000;

/** An object of Microsoft Graph. */
export type GraphObject = Readonly<Record<string, unknown>>;

/**
 * Microsoft Graph, as the login of the component's `azure-native` provider. The `azuread` provider gives no token to a
 * program; usually both are the same login.
 */
export class EntraGraph {
  readonly #endpoint = graphEndpoint(configuredCloud());
  readonly #base = `${standIn() ?? this.#endpoint}/v1.0`;

  /** @param parent - The component, whose `azure-native` provider gives the token. */
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
    const { token } = await getClientToken({ endpoint: this.#endpoint }, { parent: this.parent });
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      signal: AbortSignal.timeout(CALL_TIMEOUT),
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Microsoft Graph answered ${response.status}: ${text.slice(0, 300)}`);
    return text === "" ? {} : (JSON.parse(text) as GraphObject);
  }
}

/** The cloud that the Azure providers are configured with; a provider of a program's own may have another. */
function configuredCloud(): EntraCloud {
  const named =
    new pulumi.Config("azure-native").get("environment") ??
    new pulumi.Config("azuread").get("environment") ??
    process.env.ARM_ENVIRONMENT;
  return Object.values(EntraCloud).find((cloud) => cloud === named?.toLowerCase()) ?? EntraCloud.Public;
}

function standIn(): string | undefined {
  const given = process.env[GRAPH_STAND_IN];
  return given !== undefined &&
    /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:\/[\w.-]+)*$/.test(given)
    ? given
    : undefined;
}
