/** Azure Resource Manager and Microsoft Graph errors that explain recognizes. */
import type { KnownErrors } from "./known-error";

/** Refusals of Azure Resource Manager. */
export const AZURE_RESOURCE_MANAGER: KnownErrors = {
  area: "Azure Resource Manager",
  errors: [
    {
      code: "arm-authorization-failed",
      title: "Your Azure login lacks a right",
      text: "The client '{client}' with object id '{object}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.",
      match: "does not have authorization to perform action",
      weight: "broken",
      cause:
        "The login has no role that allows the action on this scope. A new role assignment takes minutes to arrive.",
      confirm: ["npx @azure-to-aws/cli preflight"],
      fix: ["az role assignment create --assignee OBJECT_ID --role ROLE --scope SCOPE", "az login"],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "arm-linked-authorization-failed",
      title: "Your Azure login may not attach the identity",
      text: "The client '{client}' with object id '{object}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action(s) '{linked}' on the linked scope(s) '{identity}' (respectively) or the linked scope(s) are invalid.",
      match: "on the linked scope(s)",
      weight: "broken",
      cause: "To attach a managed identity to a VM, the login needs the right to assign that identity.",
      confirm: ["az role assignment list --assignee OBJECT_ID --scope IDENTITY_ID --include-inherited"],
      fix: [
        "az role assignment create --assignee OBJECT_ID --role 'Managed Identity Operator' --scope IDENTITY_ID",
      ],
      grade: "log",
      source:
        'Microsoft, "Resizing or modifying a VM with a UMI fails via Azure PowerShell/CLI but succeeds in Azure Portal"',
    },
    {
      code: "arm-policy-denied",
      title: "An Azure Policy denies the resource",
      text: "Resource '{resource}' was disallowed by policy.",
      match: "was disallowed by policy",
      weight: "broken",
      cause:
        "Your organization's Azure Policy denies the resource as it is, such as one without a required tag.",
      confirm: ["npx @azure-to-aws/cli preflight"],
      fix: [
        "# Give the resource what the policy requires, such as azureTags, or ask for an exemption:",
        "az policy exemption create --name NAME --policy-assignment ASSIGNMENT_ID --exemption-category Waiver",
      ],
      grade: "documentation",
      source: 'Azure, "Resolve errors for request disallowed by policy"',
    },
    {
      code: "arm-provider-not-registered",
      title: "The subscription has not registered a resource provider",
      text: "The subscription is not registered to use namespace '{namespace}'.",
      weight: "broken",
      cause: "Azure creates resources of a namespace only after the subscription registered it.",
      confirm: ["az provider show --namespace NAMESPACE --query registrationState"],
      fix: ["az provider register --wait --namespace NAMESPACE"],
      grade: "documentation",
      source: 'Azure, "Resolve errors for resource provider registration"',
    },
  ],
};

/** Refusals of Microsoft Graph. */
export const MICROSOFT_GRAPH: KnownErrors = {
  area: "Microsoft Graph",
  errors: [
    {
      code: "graph-insufficient-privileges",
      title: "Your Entra login may not change applications",
      text: "Insufficient privileges to complete the operation.",
      weight: "broken",
      cause:
        "The login lacks a Graph permission or a directory role. Subscription roles, such as Owner, do not count in Entra.",
      confirm: ["npx @azure-to-aws/cli preflight"],
      fix: [
        "# Ask an Entra administrator for the permissions in docs/reference/permissions.md, then:",
        "az login",
      ],
      grade: "recorded",
      source: "Azure/azure-cli, `role/tests/latest/recordings/test_app_credential.yaml`",
    },
    {
      code: "graph-identifier-uri-taken",
      title: "Another application has the same audience",
      text: "Another object with the same value for property identifierUris already exists.",
      weight: "broken",
      cause:
        "An application in the tenant already has this ID URI. It may be a deleted one that is kept for 30 days.",
      confirm: ["az ad app list --identifier-uri AUDIENCE --query '[].{appId:appId,name:displayName}'"],
      fix: [
        "# Choose another audience, or adopt the application. Delete a kept one for good:",
        "az rest --method DELETE --url https://graph.microsoft.com/v1.0/directory/deletedItems/OBJECT_ID",
      ],
      grade: "log",
      source: "answers quoted in public logs",
    },
    {
      code: "graph-identifier-uri-not-allowed",
      title: "The tenant does not allow this audience",
      text: "Failed to add identifier URI {uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.",
      match: "All newly added URIs must contain a tenant verified domain, tenant ID, or app ID",
      weight: "broken",
      cause:
        "The tenant's policy demands a verified domain, the tenant ID, or the application's ID in each ID URI.",
      confirm: ["az rest --url https://graph.microsoft.com/v1.0/domains --query 'value[?isVerified].id'"],
      fix: ["# Omit the audience: the default contains the tenant ID. Then:", "pulumi up"],
      grade: "documentation",
      source: 'Microsoft Entra, "Identifier URI restrictions"',
    },
  ],
};
