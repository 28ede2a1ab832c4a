/** IMDS and App Service errors that explain recognizes: a workload gets no token from Azure. */
import type { KnownErrors } from "./known-error";

const SHOW_VM = "az vm identity show --resource-group GROUP --name VM --query userAssignedIdentities";
const ASK =
  "curl --noproxy '*' --max-time 5 --header Metadata:true 'http://169.254.169.254/metadata/instance?api-version=2021-02-01'";

/** Refusals of the instance metadata service (IMDS) of a VM. */
export const INSTANCE_METADATA_SERVICE: KnownErrors = {
  area: "Instance metadata service",
  errors: [
    {
      code: "imds-identity-not-found",
      title: "The VM does not have the identity",
      text: "Identity not found",
      inLab: true,
      weight: "broken",
      cause:
        "The managed identity with this client ID is not attached to the VM, or it was deleted. If it was detached and attached again, the VM's metadata service may still know the former assignment (Azure/aad-pod-identity #1102).",
      confirm: [SHOW_VM],
      fix: ["az vm identity assign --resource-group GROUP --name VM --identities IDENTITY_ID"],
      grade: "log",
      source: "MicrosoftDocs/azure-docs #21322; Azure/azure-sdk-for-net #37278",
    },
    {
      code: "imds-several-identities",
      title: "The VM has several identities, and the request names none",
      text: "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
      match: "Multiple user assigned identities exist, please specify",
      weight: "broken",
      cause:
        "A client asked for a token without a client ID, on a VM with more than one user-assigned identity.",
      confirm: [SHOW_VM],
      fix: ["export AZURE_CLIENT_ID=CLIENT_ID"],
      grade: "log",
      source: "a captured answer in acs-keyvault-agent #43",
    },
    {
      code: "imds-header-missing",
      title: "The request lacks the header Metadata: true",
      text: "Required metadata header not specified",
      weight: "broken",
      cause:
        "The service answers only requests with this header. A proxy or a hand-written request left it out.",
      confirm: [ASK],
      fix: [
        "curl --noproxy '*' --header Metadata:true 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=AUDIENCE&client_id=CLIENT_ID'",
      ],
      grade: "documentation",
      source: 'Microsoft Entra, "Managed identities for Azure resources frequently asked questions"',
    },
    {
      code: "imds-api-version-not-valid",
      title: "The request's api-version is not valid",
      text: "Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds",
      match: "Bad request. api-version is invalid or was not specified in the request.",
      weight: "broken",
      cause: "The request has no api-version, or one that the service does not know.",
      confirm: ["curl --noproxy '*' --header Metadata:true http://169.254.169.254/metadata/versions"],
      fix: [ASK],
      grade: "documentation",
      source: '"Azure Instance Metadata Service for virtual machines"',
    },
    {
      code: "imds-no-response",
      title: "Nothing answers at the metadata address",
      text: "ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.",
      match: "no response from the IMDS endpoint",
      weight: "broken",
      cause:
        "The program does not run on an Azure VM, or something blocks 169.254.169.254: a firewall on the VM, a network policy, or a proxy.",
      confirm: [ASK],
      fix: [
        "export NO_PROXY=169.254.169.254",
        "# Allow the address for this user in the VM's firewall rules.",
      ],
      grade: "source",
      source: "azure-identity for Python, `_credentials/imds.py`",
    },
  ],
};

/** Refusals of the identity endpoint of App Service, Functions, and Container Apps. */
export const APP_SERVICE: KnownErrors = {
  area: "App Service and Container Apps",
  errors: [
    {
      code: "app-identity-not-found",
      title: "The app does not have the identity",
      text: "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
      match: "No User Assigned or Delegated Managed Identity found for specified",
      weight: "broken",
      cause: "The managed identity with this client ID is not assigned to the app.",
      confirm: ["az webapp identity show --resource-group GROUP --name APP --query userAssignedIdentities"],
      fix: [
        "az webapp identity assign --resource-group GROUP --name APP --identities IDENTITY_ID",
        "# For a container app:",
        "az containerapp identity assign --resource-group GROUP --name APP --user-assigned IDENTITY_ID",
      ],
      grade: "log",
      source: "Azure-Samples/azure-search-openai-demo #2148",
    },
    {
      code: "app-has-no-identity",
      title: "The app has no system-assigned identity, and the request names none",
      text: "Unable to load the proper Managed Identity.",
      weight: "broken",
      cause: "A client asked for a token without a client ID, and the app has no system-assigned identity.",
      confirm: ["az webapp identity show --resource-group GROUP --name APP"],
      fix: [
        "az webapp config appsettings set --resource-group GROUP --name APP --settings AZURE_CLIENT_ID=CLIENT_ID",
      ],
      grade: "log",
      source: "answers quoted in public logs of App Service and Container Apps",
    },
  ],
};
