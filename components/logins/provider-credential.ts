/** The login of the `azuread` provider as a credential of `@azure/identity`, which the component loads only for it. */
import { readFile } from "node:fs/promises";
import type * as Identity from "@azure/identity" with { "resolution-mode": "import" };
import * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { AZURE_LOGIN_SETTINGS } from "../../trust/applications";
import { rememberSecret } from "../arguments/secret-values";
import { cloudFetch } from "./cloud-fetch";

/** Names of settings in the configuration of the provider, and the environment variables that stand for them. */
const VARIABLES = {
  ...AZURE_LOGIN_SETTINGS,
  environment: ["ARM_ENVIRONMENT"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
} as const;

/** A credential of the SDK. */
type Credential = Pick<Identity.AzureCliCredential, "getToken">;

/** Settings of logins that the component cannot use, and how the provider signs in with each. */
const UNSUPPORTED: readonly (readonly [keyof typeof VARIABLES, string])[] = [
  ["clientCertificate", "a client certificate in a variable"],
  ["clientIdFilePath", "a client ID in a file"],
  ["clientSecretFilePath", "a client secret in a file"],
];

/** How long one answer of a program or service may take, in milliseconds. */
const TIMEOUT = 15_000;

/** What Entra expects as the audience of a pipeline's token. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/** A setting of the provider: its configuration counts before the environment. */
export function providerSetting(name: keyof typeof VARIABLES): string | undefined {
  // Not through `Config`, which warns that the value of a secret is read. No message shows it.
  const given = [
    pulumi.runtime.getConfig(`azuread:${name}`),
    ...VARIABLES[name].map((variable) => process.env[variable]),
  ];
  return given.find((value) => value !== undefined && value !== "");
}

/**
 * The credential that the provider's settings choose. `DefaultAzureCredential` reads other variables, so it could sign in as
 * someone else than the provider does.
 *
 * Source (source code): hashicorp/go-azure-sdk, `sdk/auth`, as vendored by terraform-provider-azuread v3.8.0.
 *
 * @param authorityHost - Where the cloud makes logins.
 * @throws Error for a login that the component does not support.
 */
export function providerCredential(
  identity: typeof Identity,
  tenantId: string,
  authorityHost: string,
): Credential {
  const clientId = providerSetting("clientId");
  const options = { authorityHost };
  const secret = providerSetting("clientSecret");
  if (clientId !== undefined && secret !== undefined) {
    rememberSecret(secret);
    return new identity.ClientSecretCredential(tenantId, clientId, secret, options);
  }
  const unsupported = UNSUPPORTED.find(([name]) => providerSetting(name) !== undefined);
  if (unsupported !== undefined) {
    throw new Error(
      withCode(
        coded(
          "azure-login-unsupported",
          `the provider signs in with ${unsupported[1]}, which the component does not support`,
        ),
      ),
    );
  }
  const certificatePath = providerSetting("clientCertificatePath");
  if (clientId !== undefined && certificatePath !== undefined) {
    return new identity.ClientCertificateCredential(tenantId, clientId, { certificatePath }, options);
  }
  // A job of GitHub has the variables of a request whether or not the provider uses them.
  if (clientId !== undefined && isTrue(providerSetting("useOidc"))) {
    const credential = oidcCredential(identity, tenantId, clientId, options);
    if (credential !== undefined) {
      return credential;
    }
  }
  const ofClient = clientId === undefined ? {} : { clientId };
  if (isTrue(providerSetting("useMsi"))) {
    return new identity.ManagedIdentityCredential(ofClient);
  }
  if (isTrue(providerSetting("useAksWorkloadIdentity"))) {
    return new identity.WorkloadIdentityCredential({ tenantId, ...ofClient, ...options });
  }
  return isTrue(providerSetting("useDefaultAzureCredential"))
    ? new identity.DefaultAzureCredential({ tenantId, ...options })
    : new identity.AzureCliCredential({ tenantId, processTimeoutInMs: TIMEOUT });
}

/** Undefined if no setting leads to a token: the provider then looks for another login. */
function oidcCredential(
  identity: typeof Identity,
  tenantId: string,
  clientId: string,
  options: { readonly authorityHost: string },
): Credential | undefined {
  const assertion = pipelineToken();
  const connection = providerSetting("adoPipelineServiceConnectionId");
  const bearer = providerSetting("oidcRequestToken");
  if (assertion === undefined && connection !== undefined && bearer !== undefined) {
    rememberSecret(bearer);
    return new identity.AzurePipelinesCredential(tenantId, clientId, connection, bearer, options);
  }
  return assertion && new identity.ClientAssertionCredential(tenantId, clientId, assertion, options);
}

/** The token of a pipeline: given, in a file, or requested from GitHub. Undefined for Azure DevOps, and if none is configured. */
function pipelineToken(): (() => Promise<string>) | undefined {
  const token = providerSetting("oidcToken");
  if (token !== undefined) {
    return () => Promise.resolve(token.trim());
  }
  const file = providerSetting("oidcTokenFilePath");
  if (file !== undefined) {
    return async () => (await readFile(file, "utf8")).trim();
  }
  const url = providerSetting("oidcRequestUrl");
  const bearer = providerSetting("oidcRequestToken");
  return url === undefined || bearer === undefined ? undefined : () => gitHubToken(url, bearer);
}

/** The SDK has no credential for a job of GitHub. */
async function gitHubToken(address: string, bearer: string): Promise<string> {
  rememberSecret(bearer);
  const url = new URL(address);
  url.searchParams.set("audience", EXCHANGE_AUDIENCE);
  const response = await cloudFetch(url.href, {
    headers: { Accept: "application/json", Authorization: `Bearer ${bearer}` },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) {
    throw new Error(
      withCode(
        coded("oidc-token-refused", `GitHub refused the request for an OIDC token: ${response.status}`),
      ),
    );
  }
  const { value } = (await response.json()) as { readonly value?: unknown };
  if (typeof value !== "string") {
    throw new Error(withCode(coded("oidc-token-missing", "GitHub answered without an OIDC token")));
  }
  return value;
}

/** As Go reads a truth value, in which the providers are written. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true)$/i.test(value);
}
