/** The accounts of a run, and their login. */
import { execa } from "execa";
import { coded, quoted, withCode } from "../../messages";

/** Where a run creates things. */
export interface Accounts {
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Such as `aws`. */
  readonly partition: string;
  /** Azure region, such as `westeurope`. */
  readonly location: string;
  /** AWS region. */
  readonly region: string;
}

/** A login of Azure that the Pulumi providers also support. */
export interface AzureLogin {
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** The application that signs in by its secret. Default: the Azure CLI is signed in. */
  readonly application?: { readonly clientId: string; readonly clientSecret: string };
  /** Names of the login and what it belongs to, which no report may show. */
  readonly names: readonly string[];
}

/** How long the Azure CLI may take, in milliseconds. */
const CLI_TIMEOUT = 60_000;

/**
 * Finds the login of Azure: the variables of an application with a secret, else the Azure CLI. The run does not support others,
 * such as OIDC and certificates, but the Azure CLI can sign in with them (`az login --service-principal`).
 *
 * @throws Error with the command that signs in
 */
export async function findAzureLogin(environment: NodeJS.ProcessEnv): Promise<AzureLogin> {
  const {
    ARM_ENVIRONMENT: cloud = "public",
    ARM_CLIENT_ID: clientId = "",
    ARM_CLIENT_SECRET: clientSecret = "",
    ARM_TENANT_ID: tenantId = "",
    ARM_SUBSCRIPTION_ID: subscriptionId = "",
  } = environment;
  if (cloud.toLowerCase() !== "public") {
    throw new Error(
      withCode(
        coded(
          "acceptance-cloud-unsupported",
          `ARM_ENVIRONMENT: the run does not support this cloud. Expected "public"; got ${quoted(cloud)}`,
        ),
      ),
    );
  }
  if (clientSecret !== "") {
    const missing = Object.entries({
      ARM_CLIENT_ID: clientId,
      ARM_TENANT_ID: tenantId,
      ARM_SUBSCRIPTION_ID: subscriptionId,
    }).flatMap(([name, value]) => (value === "" ? [name] : []));
    if (missing.length > 0) {
      throw new Error(
        withCode(
          coded(
            "acceptance-variables-missing",
            `${missing.join(", ")}: not set. ARM_CLIENT_SECRET requires them`,
          ),
        ),
      );
    }
    return { tenantId, subscriptionId, application: { clientId, clientSecret }, names: [] };
  }
  const account = await azureCliAccount(subscriptionId);
  return {
    tenantId: text(account.tenantId),
    subscriptionId: text(account.id),
    names: [
      account.name,
      account.tenantDisplayName,
      account.tenantDefaultDomain,
      (account.user as { name?: unknown } | undefined)?.name,
    ].flatMap((name) => (typeof name === "string" && name !== "" ? [name] : [])),
  };
}

async function azureCliAccount(subscriptionId: string): Promise<Readonly<Record<string, unknown>>> {
  const chosen = subscriptionId === "" ? [] : ["--subscription", subscriptionId];
  const { stdout } = await execa("az", ["account", "show", "--output", "json", ...chosen], {
    timeout: CLI_TIMEOUT,
    stdin: "ignore",
  }).catch((cause: unknown) => {
    throw new Error(
      withCode(
        coded(
          "acceptance-azure-login",
          "cannot sign in to Azure. Expected ARM_CLIENT_SECRET with ARM_CLIENT_ID, ARM_TENANT_ID, and ARM_SUBSCRIPTION_ID, or a login of the Azure CLI",
          "Run: az login",
        ),
      ),
      { cause },
    );
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}

/**
 * A token of the Azure CLI, of the account that has the subscription: `az account set` does not change it. The CLI refuses a tenant
 * next to a subscription. Source: Azure/azure-cli `azure/cli/core/_profile.py`, `get_raw_token`.
 *
 * @param scope such as `https://management.azure.com/.default`
 */
export async function azureCliToken(
  scope: string,
  { subscriptionId }: AzureLogin,
  signal: AbortSignal,
): Promise<{ readonly accessToken: string; readonly expiresAt: number }> {
  const resource = scope.replace(/\/\.default$/, "");
  const { stdout } = await execa(
    "az",
    [
      "account",
      "get-access-token",
      "--resource",
      resource,
      "--subscription",
      subscriptionId,
      "--output",
      "json",
    ],
    { timeout: CLI_TIMEOUT, stdin: "ignore", cancelSignal: signal },
  );
  const { accessToken, expires_on: expiresOn } = JSON.parse(stdout) as Record<string, unknown>;
  // Versions before 2.54 return only a local time without a time zone.
  const expiresAt = typeof expiresOn === "number" ? expiresOn * 1000 : Date.now() + CLI_TIMEOUT * 10;
  return { accessToken: text(accessToken), expiresAt };
}

function text(value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new Error(
      withCode(
        coded(
          "acceptance-azure-cli-answer",
          "the answer of the Azure CLI lacks a value. Expected version 2.54 or later",
          "Run: az upgrade",
        ),
      ),
    );
  }
  return value;
}
