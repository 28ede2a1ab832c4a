/** The few calls to Microsoft Graph that no `azuread` resource or function makes. */
import { getClientConfig } from "@pulumi/azuread/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import type { EntraCloud } from "../../trust/entra";
import { rememberSecret } from "../arguments/secret-values";
import { PerDeployment } from "../deployment";
import { cloudFetch } from "./cloud-fetch";
import { graphEndpoint } from "./graph-endpoint";
import { providerCredential, providerSetting } from "./provider-credential";

/** How long one call may take, in milliseconds. */
const CALL_TIMEOUT = 30_000;

/** A resource type of the provider, by which Pulumi finds the component's provider. */
const PROVIDER = "azuread:index/application:Application";

/** For how long a login is used, in milliseconds. Tokens of Entra are valid for an hour or longer. */
const KEPT = 600_000;

/** The login of each provider, because many workloads ask, and the Azure CLI takes a second. */
const logins = new PerDeployment(
  () => new Map<unknown, { readonly login: Promise<GraphLogin>; readonly until: number }>(),
);

/** A login of this process. */
interface GraphLogin {
  /** Never shown, and never passed to the engine. */
  readonly token: string;
  /** The address of Microsoft Graph, without a slash at its end. */
  readonly endpoint: string;
}

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

  async #login(): Promise<GraphLogin> {
    const known = logins.current();
    const provider = this.parent.getProvider(PROVIDER) ?? PROVIDER;
    const kept = known.get(provider);
    if (kept !== undefined && Date.now() < kept.until) {
      return kept.login;
    }
    const login = signIn(this.parent);
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

/**
 * Signs in as the provider does. A login of another identity is refused, because it may be allowed other things.
 *
 * @param parent - The component, whose `azuread` provider says who it is.
 * @throws Error that says why there is no login.
 */
async function signIn(parent: pulumi.Resource): Promise<GraphLogin> {
  const { tenantId, objectId } = await getClientConfig({ parent });
  const identity = await loadIdentity();
  const { AzureAuthorityHosts: hosts } = identity;
  const authorities: Readonly<Record<string, string>> = {
    public: hosts.AzurePublicCloud,
    usgovernment: hosts.AzureGovernment,
    china: hosts.AzureChina,
  } satisfies Record<EntraCloud, string>;
  const cloud = (providerSetting("environment") ?? "public").toLowerCase();
  const authority = authorities[cloud];
  if (authority === undefined) {
    throw new Error(
      withCode(
        coded(
          "azure-environment-unknown",
          "unknown Azure environment. Expected public, usgovernment, or china",
        ),
      ),
    );
  }
  const endpoint = graphEndpoint(cloud as EntraCloud);
  const { token } = await providerCredential(identity, tenantId, authority).getToken(`${endpoint}/.default`);
  rememberSecret(token);
  if (objectIdIn(token) !== objectId) {
    throw new Error(
      withCode(
        coded(
          "azure-login-differs",
          "the azuread provider uses another login than this program's environment",
        ),
      ),
    );
  }
  return { token, endpoint };
}

/** The SDK is an optional peer dependency: only an update that reads Microsoft Graph by itself needs it. */
async function loadIdentity() {
  try {
    return await import("@azure/identity");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
      ? new Error(
          withCode(
            coded(
              "azure-identity-missing",
              "the package @azure/identity is not installed",
              "Run: npm install @azure/identity",
            ),
          ),
        )
      : error;
  }
}

/** The `oid` claim. It only tells two logins apart, so it need not be genuine. */
function objectIdIn(token: string): unknown {
  const [, payload = ""] = token.split(".");
  return (JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { readonly oid?: unknown }).oid;
}
