/**
 * The settings by which the Azure providers of Pulumi sign in, and the environment variables that stand for them: the first
 * that is set counts.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `internal/provider/provider.go`; `config/vars.d.ts` of
 * `@pulumi/azure-native` and `@pulumi/azuread`. azure-native documents the same but for Azure DevOps, whose login it gets by
 * `ARM_OIDC_TOKEN`.
 */
export const AZURE_LOGIN_SETTINGS = {
  adoPipelineServiceConnectionId: [
    "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
    "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
  ],
  clientCertificate: ["ARM_CLIENT_CERTIFICATE"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  clientId: ["ARM_CLIENT_ID"],
  clientIdFilePath: ["ARM_CLIENT_ID_FILE_PATH"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientSecretFilePath: ["ARM_CLIENT_SECRET_FILE_PATH"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  useAksWorkloadIdentity: ["ARM_USE_AKS_WORKLOAD_IDENTITY"],
  useDefaultAzureCredential: [],
  useMsi: ["ARM_USE_MSI"],
  useOidc: ["ARM_USE_OIDC"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
