import type { Accounts, AzureLogin } from "./accounts";

/**
 * The stack configuration that keeps the providers in the confirmed accounts, even if the logins change meanwhile.
 *
 * Sources: pulumi/pulumi-azure-native `provider/pkg/provider/auth_azidentity.go`; Azure/azure-sdk-for-go
 * `sdk/azidentity/azure_cli_credential.go`, which passes both; Azure/azure-cli #32755, which refuses both;
 * hashicorp/aws-sdk-go-base, `VerifyAccountIDAllowed`.
 */
export function pinnedAccounts(
  { tenantId, subscriptionId, accountId }: Accounts,
  { application }: AzureLogin,
): Readonly<Record<string, unknown>> {
  return {
    "azure-native:subscriptionId": subscriptionId,
    // With the Azure CLI only the subscription: it has one tenant, and the CLI refuses both together.
    ...(application === undefined ? {} : { "azure-native:tenantId": tenantId }),
    "azuread:tenantId": tenantId,
    "aws:allowedAccountIds": [accountId],
  };
}
