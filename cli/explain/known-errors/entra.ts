/** Microsoft Entra errors that explain recognizes by their AADSTS code. */
import type { KnownError, KnownErrors } from "./known-error";

const CODES = 'Microsoft Entra, "Authentication and authorization error codes"';

/** An error that is recognized by Entra's code alone: its text changes more often. */
function entra(
  number: number,
  title: string,
  text: string,
  facts: Pick<KnownError, "cause" | "confirm" | "fix" | "grade" | "source"> &
    Partial<Pick<KnownError, "weight" | "inLab">>,
): KnownError {
  const code = `AADSTS${number}`;
  return {
    weight: "broken",
    ...facts,
    code: code.toLowerCase(),
    title,
    text: `${code}: ${text}`,
    match: code,
  };
}

const SHOW_CREDENTIALS =
  "az identity federated-credential list --identity-name IDENTITY --resource-group GROUP";
const CREATE_CREDENTIAL =
  "az identity federated-credential create --name NAME --identity-name IDENTITY --resource-group GROUP --issuer ISSUER --subject system:serviceaccount:NAMESPACE:ACCOUNT --audiences api://AzureADTokenExchange";
const NO_RECORD =
  "No matching federated identity record found for presented assertion {claim} '{value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/** Refusals of Microsoft Entra's token endpoint. The metadata services of Azure pass them on. */
export const ENTRA: KnownErrors = {
  area: "Microsoft Entra",
  errors: [
    entra(
      501051,
      "The identity is not assigned to the application",
      "Application '{client}'({name}) is not assigned to a role for the application '{audience}'({application}).",
      {
        cause:
          "The application requires an assignment, and the managed identity has none. A new assignment takes minutes to arrive.",
        confirm: [
          "az rest --url https://graph.microsoft.com/v1.0/servicePrincipals/PRINCIPAL_ID/appRoleAssignments",
        ],
        fix: ["pulumi up --refresh", "# Then wait some minutes, or start the helper with --wait."],
        inLab: true,
        grade: "log",
        source: "Azure/azure-functions-host #9884",
      },
    ),
    entra(
      500011,
      "The tenant has no service principal for the audience",
      "The resource principal named {audience} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
      {
        cause:
          "The audience is misspelled, or its application has no service principal in this tenant. A new one takes minutes to arrive.",
        confirm: ["az ad sp show --id AUDIENCE --query '{appId:appId,names:servicePrincipalNames}'"],
        fix: [
          "# Correct --audience in the AWS config. If Pulumi owns the application:",
          "pulumi up --refresh",
          "# Otherwise create the service principal, and require assignment:",
          "az ad sp create --id APPLICATION_ID",
          "az ad sp update --id APPLICATION_ID --set appRoleAssignmentRequired=true",
        ],
        grade: "log",
        source: "AzureAD/microsoft-authentication-library-for-dotnet #3979",
      },
    ),
    entra(
      500014,
      "The application's service principal is disabled",
      "The service principal for resource '{audience}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.",
      {
        cause: "Someone disabled sign-in for the application that names the audience.",
        confirm: ["az ad sp show --id AUDIENCE --query accountEnabled"],
        fix: ["az ad sp update --id AUDIENCE --set accountEnabled=true"],
        inLab: true,
        grade: "documentation",
        source: CODES,
      },
    ),
    entra(7000112, "The identity is disabled", "Application '{client}'({name}) is disabled.", {
      cause: "The service principal of the managed identity is disabled.",
      confirm: ["az ad sp show --id CLIENT_ID --query accountEnabled"],
      fix: ["az ad sp update --id CLIENT_ID --set accountEnabled=true"],
      grade: "documentation",
      source: CODES,
    }),
    entra(
      700016,
      "The tenant does not know the client ID",
      "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
      {
        cause: "The client ID is misspelled, or it belongs to another tenant.",
        confirm: ["az account show --query tenantId", "az ad sp show --id CLIENT_ID --query id"],
        fix: ["az login --tenant TENANT"],
        grade: "documentation",
        source: CODES,
      },
    ),
    entra(
      70025,
      "The identity has no federated credential",
      "The client '{name}' has no configured federated identity credentials.",
      {
        cause: "The pod uses a managed identity that trusts no cluster.",
        confirm: [SHOW_CREDENTIALS],
        fix: [CREATE_CREDENTIAL],
        grade: "log",
        source: "answers quoted in public logs",
      },
    ),
    entra(700211, "No federated credential for the cluster's issuer", NO_RECORD, {
      cause: "The identity has federated credentials, but none with the issuer of the pod's token.",
      confirm: [
        SHOW_CREDENTIALS,
        "az aks show --name CLUSTER --resource-group GROUP --query oidcIssuerProfile.issuerUrl",
      ],
      fix: [CREATE_CREDENTIAL],
      grade: "inferred",
      source:
        'the form of AADSTS700213; azure-sdk, "Troubleshoot Azure Identity authentication issues" has the code',
    }),
    entra(700212, "No federated credential for the token's audience", NO_RECORD, {
      cause: "The identity has a federated credential for this pod, but with another audience.",
      confirm: [SHOW_CREDENTIALS],
      fix: [CREATE_CREDENTIAL],
      grade: "inferred",
      source:
        'the form of AADSTS700213; azure-sdk, "Troubleshoot Azure Identity authentication issues" has the code',
    }),
    entra(700213, "No federated credential for the pod's service account", NO_RECORD, {
      cause:
        "The identity has federated credentials, but none with the service account of the pod as its subject.",
      confirm: [SHOW_CREDENTIALS, "kubectl get pod POD --output jsonpath={.spec.serviceAccountName}"],
      fix: [CREATE_CREDENTIAL],
      grade: "log",
      source: "logs of hashicorp/terraform-provider-azurerm and others",
    }),
    entra(
      700024,
      "The pod's token is not valid at this time",
      "Client assertion is not within its valid time range.",
      {
        weight: "passing",
        cause:
          "The pod's token has expired or is not valid yet. The node's clock is wrong, or the file is not renewed.",
        confirm: ["timedatectl status"],
        fix: ["kubectl rollout restart deployment DEPLOYMENT"],
        grade: "documentation",
        source: 'Microsoft, "Troubleshoot an Azure Resource Manager workload identity service connection"',
      },
    ),
    entra(
      53003,
      "A Conditional Access policy blocks the identity",
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
      {
        cause: "A Conditional Access policy for workload identities applies to this identity.",
        confirm: ["# Entra admin center: Sign-in logs, Managed identity sign-ins, Conditional Access."],
        fix: ["# Exclude the identity from the policy, or meet its conditions."],
        grade: "documentation",
        source: CODES,
      },
    ),
    entra(
      90002,
      "Entra does not know the tenant",
      "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
      {
        cause: "The tenant ID is misspelled, or the tenant is in another Azure cloud.",
        confirm: ["az account list --query '[].tenantId'"],
        fix: ["az login --tenant TENANT"],
        grade: "documentation",
        source: CODES,
      },
    ),
    entra(
      7000215,
      "The deployer's client secret is wrong",
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'.",
      {
        cause:
          "The login of the deployment has a secret that was deleted, is another application's, or is the secret's ID.",
        confirm: ["az ad app credential list --id CLIENT_ID --query '[].endDateTime'"],
        fix: [
          "# Log in without a secret, with a federated credential of your CI, or with a person's login:",
          "az login",
        ],
        grade: "documentation",
        source: CODES,
      },
    ),
    entra(
      7000222,
      "The deployer's client secret has expired",
      "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
      {
        cause: "The login of the deployment has a secret whose end date has passed.",
        confirm: ["az ad app credential list --id CLIENT_ID --query '[].endDateTime'"],
        fix: [
          "# Log in without a secret, with a federated credential of your CI, or with a person's login:",
          "az login",
        ],
        grade: "log",
        source: "liprec/vsts-release-aas #119; dotnet/sign #849",
      },
    ),
    entra(
      700082,
      "Your own login has expired",
      "The refresh token has expired due to inactivity. The token was issued on {time} and was inactive for 90.00:00:00.",
      {
        cause: "The Azure CLI's login was not used for 90 days.",
        confirm: ["az account get-access-token --query expiresOn"],
        fix: ["az login"],
        grade: "log",
        source: "Azure/azure-cli #23105, #14244",
      },
    ),
  ],
};
