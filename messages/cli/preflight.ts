import { Catalog, entry } from "../catalog";

/** The title of a check, under which the report shows what was found, what is expected, and how to fix it. */
const check = (title: string, cause: string, fix: string) =>
  entry({ text: () => title, sample: [], cause, fix });

const TABLE = "[What preflight checks](command-line.md#what-preflight-checks)";

/**
 * The checks of `preflight`. Their IDs are codes: the JSON report has them, and the text report prints them with a check that is
 * wrong or cannot tell.
 */
export const PREFLIGHT = new Catalog("Checks of preflight", {
  "azure-login": check(
    "Azure login",
    "There is no login to Azure Resource Manager or Microsoft Graph, or the providers would sign in differently.",
    "Run `az login --tenant TENANT_ID`, or set the `ARM_` variables of an application.",
  ),
  "azure-tenant": check(
    "Azure tenant",
    "The login is in another tenant than the configured one, or the two Azure providers have different tenants or clouds.",
    "Run `az login --tenant TENANT_ID`, or correct `azure-native:tenantId` and `azuread:tenantId`.",
  ),
  "azure-subscription": check(
    "Azure subscription",
    "The login does not see the subscription, it is in another tenant, or its state allows no new resources.",
    "Run `az account list --output table`, and set `azure-native:subscriptionId`.",
  ),
  "azure-region": check(
    "Azure region",
    "The subscription does not have the region: its name is misspelled, or the subscription cannot use it.",
    'Run `az account list-locations --query "[].name"`, and set `azure-native:location`.',
  ),
  "aws-login": check(
    "AWS login",
    "The SDK found no login to AWS, or AWS refused it.",
    "Run `aws sso login --profile NAME`, and give `--profile NAME`.",
  ),
  "aws-account": check(
    "AWS account",
    "The login is in an account that `aws:allowedAccountIds` does not list, or that `aws:forbiddenAccountIds` lists.",
    "Run `aws sts get-caller-identity`, and sign in to the account of the stack.",
  ),
  "aws-region": check(
    "AWS region",
    "AWS has no region of this name.",
    "Run `aws ec2 describe-regions --all-regions --region us-east-1`, and set `aws:region`.",
  ),
  "graph-permissions": check(
    "Microsoft Graph permissions",
    "The login may not create the application, its service principal, or its app-role assignments.",
    "Give the login one of the rows in [permissions](permissions.md#entra-microsoft-graph).",
  ),
  "azure-rights": check(
    "Azure rights",
    "An action that `pulumi up` needs is missing on the subscription, the resource group, or an adopted resource.",
    "Assign the role that the report names: `az role assignment create --assignee-object-id OBJECT_ID --role ROLE --scope SCOPE`.",
  ),
  "adopted-resources": check(
    "adopted resources in Azure",
    "A resource that the federation adopts does not exist, cannot be read, or cannot be used.",
    "Run the command of the report, which shows the resource. [Adopted resources](command-line.md#adopted-resources) lists the conditions.",
  ),
  "iam-actions": check(
    "IAM actions",
    "IAM's simulator does not allow the login an action that `pulumi up` needs, or the login may not simulate.",
    "Attach the policy for deployers in [permissions](permissions.md) to the login.",
  ),
  "resource-providers": check(
    "resource providers",
    "A resource provider of Azure is not registered in the subscription, and the login may not register it.",
    "Ask an owner of the subscription to run the commands of the report, which register the providers.",
  ),
  audience: check(
    "audience",
    "A policy of the tenant or its verified domains refuse the application ID URI, or the adopted application cannot name the audience.",
    "Set `audienceForm: application-id` in the program, or change what the report names.",
  ),
  "oidc-provider": check(
    "IAM OIDC provider",
    "The account already has the provider of this tenant, or the adopted provider does not list the audience.",
    "Adopt the provider with `oidcProviderArn`, or let its owner add the audience. [The OIDC provider](command-line.md#the-oidc-provider-after-the-first-update) names an exception.",
  ),
  "vm-size": check(
    "VM size",
    "The region does not offer the size, or not in the zone, or the subscription may not use it.",
    "Run `az vm list-skus --location LOCATION --resource-type virtualMachines --output table`, and choose another size or zone.",
  ),
  "vm-image": check(
    "VM image",
    "The image does not exist in the region, or it is for other processors than the size has.",
    "Run `az vm image list --all --location LOCATION --publisher PUBLISHER --output table`, and choose another image.",
  ),
  "compute-quota": check(
    "compute quota",
    "The quota of the region has no room for the vCPUs or the number of the VMs.",
    "Run `az vm list-usage --location LOCATION --output table`. Request more quota, or use another size or region.",
  ),
  "network-quota": check(
    "network quota",
    "The quota of the region has no room for the networks, gateways, or addresses.",
    "Run `az network list-usages --location LOCATION --output table`. Request more quota, or share one network.",
  ),
  "iam-quota": check(
    "IAM quota",
    "The AWS account has no room for the roles or the OIDC provider.",
    "Run `aws iam get-account-summary`. Request more quota, or delete roles that are not used.",
  ),
  "azure-policy": check(
    "Azure Policy",
    "An assigned policy denies something that `pulumi up` creates: a tag, a region, a size, or an image.",
    `Change the program as the report says, or ask for an exemption. ${TABLE} says what this check cannot see.`,
  ),
});
