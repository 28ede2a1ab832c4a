import { Catalog, entry } from "../catalog";

/**
 * The checks of `preflight`. Their IDs are codes: the JSON report has them, and the text report prints them with a check that is
 * wrong or cannot tell. The text is the title of the check, under which the report shows what was found and how to fix it.
 */
export const PREFLIGHT = new Catalog({
  "azure-login": entry({ text: () => "Azure login" }),
  "azure-tenant": entry({ text: () => "Azure tenant" }),
  "azure-subscription": entry({ text: () => "Azure subscription" }),
  "azure-region": entry({ text: () => "Azure region" }),
  "aws-login": entry({ text: () => "AWS login" }),
  "aws-account": entry({ text: () => "AWS account" }),
  "aws-region": entry({ text: () => "AWS region" }),
  "graph-permissions": entry({ text: () => "Microsoft Graph permissions" }),
  "azure-rights": entry({ text: () => "Azure rights" }),
  "adopted-resources": entry({ text: () => "adopted resources in Azure" }),
  "iam-actions": entry({ text: () => "IAM actions" }),
  "resource-providers": entry({ text: () => "resource providers" }),
  audience: entry({ text: () => "audience" }),
  "oidc-provider": entry({ text: () => "IAM OIDC provider" }),
  "vm-size": entry({ text: () => "VM size" }),
  "vm-image": entry({ text: () => "VM image" }),
  "compute-quota": entry({ text: () => "compute quota" }),
  "network-quota": entry({ text: () => "network quota" }),
  "iam-quota": entry({ text: () => "IAM quota" }),
  "azure-policy": entry({ text: () => "Azure Policy" }),
});
