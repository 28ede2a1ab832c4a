import type { Accounts, AzureLogin } from "./accounts";

/**
 * The stack configuration that keeps the providers in the accounts that a person has confirmed, whatever becomes of the logins meanwhile.
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
    // With the Azure CLI the subscription alone: it has one tenant, and the CLI refuses to be given both.
    ...(application === undefined ? {} : { "azure-native:tenantId": tenantId }),
    "azuread:tenantId": tenantId,
    "aws:allowedAccountIds": [accountId],
  };
}
