/** Tokens for Azure Resource Manager and Microsoft Graph, for the few calls that no provider makes for a program. */
import * as pulumi from "@pulumi/pulumi";
import { LOGINS, withCode } from "../../messages";
import { AZURE_LOGIN_SETTINGS } from "../../trust";
import { rememberSecret } from "../arguments/secret-values";
import { runAzureCli } from "./azure-cli";
import { cloudFetch } from "./cloud-fetch";
import { graphEndpoint } from "./graph-endpoint";
import { oidcAssertion } from "./oidc-assertion";

/** An API of Microsoft's that takes tokens of Entra. */
export type AzureApi = "arm" | "graph";

/** A provider whose login is used. */
export type AzureProvider = "azure-native" | "azuread";

/** Where a cloud of Azure is. */
type AzureCloudEndpoints = Readonly<Record<AzureApi | "login", string>>;

/**
 * By the names that `azure-native:environment` and `azuread:environment` take. Source: azure-native, "Configuration";
 * Microsoft, "National clouds".
 */
const CLOUDS: Readonly<Record<string, AzureCloudEndpoints>> = {
  public: {
    login: "https://login.microsoftonline.com",
    arm: "https://management.azure.com",
    graph: graphEndpoint("public"),
  },
  usgovernment: {
    login: "https://login.microsoftonline.us",
    arm: "https://management.usgovcloudapi.net",
    graph: graphEndpoint("usgovernment"),
  },
  china: {
    login: "https://login.chinacloudapi.cn",
    arm: "https://management.chinacloudapi.cn",
    graph: graphEndpoint("china"),
  },
};

/** Names of settings in the configuration of either provider, and the environment variables that stand for them. */
const VARIABLES = {
  ...AZURE_LOGIN_SETTINGS,
  environment: ["ARM_ENVIRONMENT"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
} as const;

/** Settings of logins that the component cannot use, and how the provider signs in with each. */
const UNSUPPORTED: readonly (readonly [keyof typeof AZURE_LOGIN_SETTINGS, string])[] = [
  ["clientCertificate", "a client certificate"],
  ["clientCertificatePath", "a client certificate"],
  ["clientIdFilePath", "a client ID in a file"],
  ["clientSecretFilePath", "a client secret in a file"],
  ["useAksWorkloadIdentity", "the workload identity of AKS"],
  ["useDefaultAzureCredential", "DefaultAzureCredential"],
];

/** How long one answer may take, in milliseconds: a preview does not wait for a network that leads nowhere. */
const PATIENCE = 15_000;

/** Who a provider says that it is. */
export interface ProviderLogin {
  readonly tenantId: string;
  /** The object ID in Entra. */
  readonly objectId: string;
}

/** A login of this process. */
export interface AzureLogin {
  /** Never shown, and never handed to the engine. */
  readonly token: string;
  /** The address of the API, without a slash at its end. */
  readonly endpoint: string;
}

/**
 * Signs in by the means that a provider uses: a client secret, an OIDC token, or the Azure CLI. Other logins are refused with a
 * message: signing with a certificate takes a library, and an identity takes the endpoints of each kind of compute.
 *
 * `azure-native` could hand out its own token (`getClientToken`), but then the token would be in the logs of
 * `pulumi --debug` and `-v=9`. A login of another identity than the provider's is no answer, since it may do other things.
 *
 * @param provider - Whose settings are used.
 * @param api - What the token is for.
 * @param login - Who the provider says that it is.
 * @throws Error that says why there is none.
 */
export async function azureLogin(
  provider: AzureProvider,
  api: AzureApi,
  login: ProviderLogin,
): Promise<AzureLogin> {
  const settings = settingsOf(provider);
  const cloud = CLOUDS[(settings("environment") ?? "public").toLowerCase()];
  if (cloud === undefined) {
    throw new Error(withCode(LOGINS.say("azure-environment-unknown")));
  }
  refuseUnsupported(settings);
  const endpoint = cloud[api];
  const token =
    (await byClientCredentials({ cloud, endpoint, settings }, login.tenantId)) ??
    (await byAzureCli(settings, endpoint, login));
  rememberSecret(token);
  if (objectIdIn(token) !== login.objectId) {
    throw new Error(withCode(LOGINS.say("azure-login-differs", provider)));
  }
  return { token, endpoint };
}

type Settings = (name: keyof typeof VARIABLES) => string | undefined;

function settingsOf(provider: AzureProvider): Settings {
  return (name) => {
    // Not through `Config`, which warns that the value of a secret is read: it is shown nowhere.
    const given = [
      pulumi.runtime.getConfig(`${provider}:${name}`),
      ...VARIABLES[name].map((variable) => process.env[variable]),
    ];
    return given.find((value) => value !== undefined && value !== "");
  };
}

/** Undefined where neither a client secret nor an OIDC token is configured. */
async function byClientCredentials(
  {
    cloud,
    endpoint,
    settings,
  }: { readonly cloud: AzureCloudEndpoints; readonly endpoint: string; readonly settings: Settings },
  tenantId: string,
): Promise<string | undefined> {
  const clientId = settings("clientId");
  if (clientId === undefined) {
    return undefined;
  }
  const proof = await clientProof(settings);
  if (proof === undefined) {
    return undefined;
  }
  const response = await cloudFetch(`${cloud.login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      scope: `${endpoint}/.default`,
      ...proof,
    }),
  });
  const answer = (await response.json()) as { readonly access_token?: string; readonly error?: string };
  if (answer.access_token === undefined) {
    throw new Error(withCode(LOGINS.say("azure-login-refused", String(answer.error))));
  }
  return answer.access_token;
}

/** With a client secret, the provider does not look for another login. */
function refuseUnsupported(settings: Settings): void {
  if (settings("clientId") !== undefined && settings("clientSecret") !== undefined) {
    return;
  }
  for (const [name, how] of UNSUPPORTED) {
    const value = settings(name);
    if (name.startsWith("use") ? isTrue(value) : value !== undefined) {
      throw notSupported(how);
    }
  }
}

/** Undefined where the provider signs in by the Azure CLI. */
async function clientProof(settings: Settings): Promise<Readonly<Record<string, string>> | undefined> {
  const clientSecret = settings("clientSecret");
  if (clientSecret !== undefined) {
    return { client_secret: clientSecret };
  }
  // A job of GitHub has the variables of a request whether or not the provider uses them.
  if (!isTrue(settings("useOidc"))) {
    return undefined;
  }
  const assertion = await oidcAssertion(
    {
      oidcToken: settings("oidcToken"),
      oidcTokenFilePath: settings("oidcTokenFilePath"),
      oidcRequestUrl: settings("oidcRequestUrl"),
      oidcRequestToken: settings("oidcRequestToken"),
      adoPipelineServiceConnectionId: settings("adoPipelineServiceConnectionId"),
    },
    (url, init) => cloudFetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(PATIENCE) }),
  );
  if (assertion === undefined) {
    return undefined;
  }
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
}

/** As Go reads a truth value, in which the providers are written. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true)$/i.test(value);
}

function notSupported(how: string): Error {
  return new Error(withCode(LOGINS.say("azure-login-unsupported", how)));
}

async function byAzureCli(
  settings: Settings,
  endpoint: string,
  { tenantId }: ProviderLogin,
): Promise<string> {
  if (isTrue(settings("useMsi"))) {
    throw notSupported("a managed identity");
  }
  const stdout = await runAzureCli(
    ["account", "get-access-token", "--resource", endpoint, "--tenant", tenantId, "--output", "json"],
    PATIENCE,
  ).catch(() => {
    throw new Error(withCode(LOGINS.say("azure-login-none")));
  });
  const { accessToken } = JSON.parse(stdout) as { readonly accessToken?: string };
  if (accessToken === undefined) {
    throw new Error(withCode(LOGINS.say("azure-cli-without-token")));
  }
  return accessToken;
}

/** The `oid` claim. Nothing rests on its being genuine: it only keeps two logins apart. */
function objectIdIn(token: string): unknown {
  const [, payload = ""] = token.split(".");
  return (JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { readonly oid?: unknown }).oid;
}
