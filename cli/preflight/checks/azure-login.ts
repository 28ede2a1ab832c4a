/** The preflight check of the Azure login: whether both APIs and the `azure-native` provider can use it. */
import { coded } from "../../../messages";
import type { AzureSessions } from "../../clouds/microsoft/azure-session";
import type { AzureIdentity } from "../../clouds/microsoft/identity-claims";
import { isRead } from "../../clouds/reading";
import { type Check, type CheckManual, ok, wrong } from "../check";
import type { ProviderSettings } from "../provider-settings";

/** How the report calls this check. */
const AZURE_LOGIN = coded("azure-login", "Azure login");

/** What the manual says about this check. */
export const AZURE_LOGIN_MANUAL: CheckManual = {
  check: AZURE_LOGIN,
  cause:
    "There is no login to Azure Resource Manager or Microsoft Graph. Or the providers would sign in differently: the login is the Azure CLI, and `azure-native` has a tenant and a subscription.",
  fix: "Run `az login --tenant TENANT_ID`, or set the `ARM_` variables of an application.",
  reads: "The login.",
  cannotTell: "If the configuration has a separate login.",
};

/** How to sign in if the Azure CLI is not installed. */
const WITHOUT_CLI = [
  "# Install the Azure CLI (https://aka.ms/azure-cli), then run az login.",
  "# Or sign in as an application: set ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID, and ARM_SUBSCRIPTION_ID.",
].join("\n");

/** What the `azure-native` provider gives the Azure CLI. */
type CliArguments = Pick<ProviderSettings, "tenants" | "hasSubscription">;

/** How it is when `az` is not there. Source: azure-sdk-for-js `sdk/identity/identity/src/credentials/azureCliCredential.ts`. */
const NO_CLI = /Azure CLI could not be found/i;

/**
 * Checks who is signed in to Azure. Both APIs must issue a token. The `azure-native` provider must be able to sign in the same way:
 * it passes its tenant and its subscription to the Azure CLI, which refuses both together.
 *
 * Source: pulumi/pulumi-azure-native `provider/pkg/provider/auth_azidentity.go`; Azure/azure-sdk-for-go
 * `sdk/azidentity/azure_cli_credential.go`; Azure/azure-cli #32755.
 */
export function checkAzureLogin(
  { how, remedy, isCli = false, arm, graph, elsewhere }: AzureSessions,
  { tenants, hasSubscription }: CliArguments,
): Check {
  if (elsewhere !== undefined) {
    return ok(AZURE_LOGIN, describe(elsewhere, how));
  }
  const expected = "a login to Azure Resource Manager and Microsoft Graph";
  if (!isRead(arm)) {
    const fix = isCli && NO_CLI.test(arm.refused) ? WITHOUT_CLI : remedy;
    return wrong(AZURE_LOGIN, { found: `no login by ${how}: ${arm.refused}`, expected, fix });
  }
  if (!isRead(graph)) {
    const found = `no login to Microsoft Graph by ${how}: ${graph.refused}`;
    return wrong(AZURE_LOGIN, { found, expected, fix: remedy });
  }
  const { azureNative: tenant } = tenants;
  if (isCli && tenant !== undefined && hasSubscription) {
    return wrong(AZURE_LOGIN, {
      found: `${tenant.name} and a subscription are set: the azure-native provider gives both to the Azure CLI, which refuses them together`,
      expected: "the subscription alone",
      fix: tenant.name.includes(":") ? `pulumi config rm ${tenant.name}` : `unset ${tenant.name}`,
    });
  }
  return ok(AZURE_LOGIN, describe(arm.value.identity, how));
}

function describe({ kind, name, objectId, clientId, tenantId }: AzureIdentity, how: string): string {
  const who = kind === "user" ? `user ${name ?? "without a name"}` : `service principal of ${clientId}`;
  return `${who}, object ID ${objectId}, tenant ${tenantId}, by ${how}`;
}
