/** Decides which Azure login collect, preflight, and keys find use: the same one as pulumi up. */
import { readFile } from "node:fs/promises";
import type { TokenCredential } from "@azure/identity" with { "resolution-mode": "import" };
import type { Sdks } from "../sdks";
import { AZURE_ENDPOINTS } from "./azure-cloud";
import { azureFetch } from "./azure-fetch";
import { identityTransport } from "./identity-transport";

/** How the Pulumi providers sign in to Azure. */
export interface AzureCredential {
  /** For people, such as `the Azure CLI`. */
  readonly how: string;
  /** Whether it is the Azure CLI. Default: false. */
  readonly isCli?: boolean;
  readonly credential: TokenCredential;
  /** The command or the setting that fixes a failing login. */
  readonly remedy: string;
  /** The same login without a tenant. It shows who is signed in if the wanted tenant refuses them. */
  readonly otherTenant?: TokenCredential;
}

/** What a sign-in depends on, in addition to the environment. */
export interface SignIn {
  readonly tenantId: string | undefined;
  /** The address at which logins are made. */
  readonly authorityHost: string;
}

/** How long the Azure CLI may take, in milliseconds. */
const CLI_PATIENCE = 20_000;

/** How long a pipeline may take to issue its token, in milliseconds. */
const PATIENCE = 15_000;

/** What Entra expects as the audience of a pipeline's token. */
const EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/**
 * Chooses the login that the Pulumi providers use, by the same variables: a client certificate, a client secret, an OIDC
 * token, a managed identity, or else the Azure CLI. `DefaultAzureCredential` of the SDK reads other variables, so it could
 * sign in as somebody else than `pulumi up` does.
 *
 * Source: terraform-provider-azuread v3.8.0, `internal/provider/provider.go`; azure-native, "Configuration".
 *
 * @throws Error that says why there is no login. It holds no secret.
 */
export function azureCredential(
  { identity }: Sdks<"identity">,
  { tenantId, authorityHost }: SignIn,
  environment: NodeJS.ProcessEnv,
): AzureCredential {
  const given = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
  // Of a cloud of one's own, the public one knows nothing.
  const isKnown = Object.values(AZURE_ENDPOINTS).some(({ login }) => login === authorityHost);
  const options = { authorityHost, httpClient: identityTransport, disableInstanceDiscovery: !isKnown };
  const clientId = given("ARM_CLIENT_ID");
  if (clientId === undefined && !isTrue(given("ARM_USE_MSI"))) {
    const login = `az login${tenantId === undefined ? "" : ` --tenant ${tenantId}`}`;
    const settings = { processTimeoutInMs: CLI_PATIENCE };
    const anywhere = new identity.AzureCliCredential(settings);
    return {
      how: "the Azure CLI",
      isCli: true,
      remedy: login,
      ...(tenantId === undefined
        ? { credential: anywhere }
        : {
            credential: new identity.AzureCliCredential({ ...settings, tenantId }),
            otherTenant: anywhere,
          }),
    };
  }
  if (isTrue(given("ARM_USE_MSI"))) {
    return {
      how: "a managed identity",
      credential: new identity.ManagedIdentityCredential(clientId === undefined ? {} : { clientId }),
      remedy: "unset ARM_USE_MSI, or run this where the identity is",
    };
  }
  if (tenantId === undefined || clientId === undefined) {
    throw new Error("ARM_CLIENT_ID is set, but neither ARM_TENANT_ID nor --tenant");
  }
  const how = `the application in ARM_CLIENT_ID`;
  const certificatePath = given("ARM_CLIENT_CERTIFICATE_PATH");
  if (certificatePath !== undefined) {
    return {
      how: `${how}, by its certificate`,
      credential: new identity.ClientCertificateCredential(tenantId, clientId, { certificatePath }, options),
      remedy:
        "# @azure/identity reads certificates in PEM form. Correct ARM_CLIENT_CERTIFICATE_PATH, or run az login.",
    };
  }
  const secret = given("ARM_CLIENT_SECRET");
  if (secret !== undefined) {
    return {
      how: `${how}, by its secret`,
      credential: new identity.ClientSecretCredential(tenantId, clientId, secret, options),
      remedy: `az ad app credential reset --append --id ${clientId}  # then set ARM_CLIENT_SECRET`,
    };
  }
  if (isTrue(given("ARM_USE_OIDC"))) {
    const assertion = () => pipelineToken(given);
    return {
      how: `${how}, by a token of its pipeline`,
      credential: new identity.ClientAssertionCredential(tenantId, clientId, assertion, options),
      remedy: `az ad app federated-credential list --id ${clientId}  # must list the pipeline`,
    };
  }
  throw new Error("ARM_CLIENT_ID is set, but neither ARM_CLIENT_SECRET nor ARM_USE_OIDC=true");
}

/** The token of a pipeline: given, in a file, or requested from GitHub. */
async function pipelineToken(given: (...names: readonly string[]) => string | undefined): Promise<string> {
  const token = given("ARM_OIDC_TOKEN");
  if (token !== undefined) {
    return token.trim();
  }
  const file = given("ARM_OIDC_TOKEN_FILE_PATH");
  if (file !== undefined) {
    return (await readFile(file, "utf8")).trim();
  }
  const url = given("ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL");
  const bearer = given("ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  if (url === undefined || bearer === undefined) {
    throw new Error("ARM_USE_OIDC is set, but no variable leads to a token");
  }
  const address = new URL(url);
  address.searchParams.set("audience", EXCHANGE_AUDIENCE);
  const response = await azureFetch(address.href, {
    headers: { Authorization: `Bearer ${bearer}`, Accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { value } = (await response.json()) as { readonly value?: unknown };
  if (!response.ok || typeof value !== "string") {
    throw new Error(`GitHub refused the request for an OIDC token (${response.status})`);
  }
  return value;
}

/** As Go reads a truth value, in which the providers are written. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true)$/i.test(value);
}
