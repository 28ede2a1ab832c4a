/** The table of actions in Azure's built-in roles, for exports that only name the role. */
import type { AzureRoleAssignment } from "../../snapshot/snapshot-records";

/**
 * The actions of Azure's built-in roles that matter for a way in, for `az role assignment list`, which names roles without their
 * actions. The report names the roles that are not here; a snapshot has the actions of all.
 *
 * Grade: checked against the definitions in iann0036/iam-dataset (commit 2073fa52, 2026-08-22), which has them from Azure.
 * Source: Microsoft, "Azure built-in roles" (learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
export const BUILT_IN: Readonly<
  Record<
    string,
    { readonly actions: string[]; readonly notActions?: string[]; readonly dataActions?: string[] }
  >
> = {
  Owner: { actions: ["*"] },
  Contributor: {
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  },
  "User Access Administrator": { actions: ["*/read", "Microsoft.Authorization/*"] },
  "Role Based Access Control Administrator": {
    actions: [
      "Microsoft.Authorization/roleAssignments/write",
      "Microsoft.Authorization/roleAssignments/delete",
    ],
  },
  "Managed Identity Contributor": {
    actions: [
      "Microsoft.ManagedIdentity/userAssignedIdentities/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/write",
      "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
    ],
  },
  "Managed Identity Operator": {
    actions: ["Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action"],
  },
  "Managed Identity Federated Identity Credential Contributor": {
    actions: ["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write"],
  },
  "Virtual Machine Administrator Login": {
    actions: ["Microsoft.Compute/virtualMachines/*/read"],
    dataActions: [
      "Microsoft.Compute/virtualMachines/login/action",
      "Microsoft.Compute/virtualMachines/loginAsAdmin/action",
    ],
  },
  "Virtual Machine User Login": {
    actions: ["Microsoft.Compute/virtualMachines/*/read"],
    dataActions: ["Microsoft.Compute/virtualMachines/login/action"],
  },
  "Automation Contributor": { actions: ["Microsoft.Automation/automationAccounts/*"] },
  "Azure Container Instances Contributor Role": {
    actions: ["Microsoft.ContainerInstance/containerGroups/*"],
  },
  "Azure Kubernetes Service Cluster Admin Role": {
    actions: [
      "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
      "Microsoft.ContainerService/managedClusters/runCommand/action",
    ],
  },
  "Container Apps Jobs Operator": { actions: ["Microsoft.App/jobs/*/read", "Microsoft.App/jobs/*/action"] },
  "Data Factory Contributor": { actions: ["Microsoft.DataFactory/factories/*"] },
  "Logic App Contributor": { actions: ["Microsoft.Logic/*"] },
  "Virtual Machine Contributor": {
    actions: ["Microsoft.Compute/virtualMachines/*", "Microsoft.Compute/virtualMachineScaleSets/*"],
  },
  "Website Contributor": { actions: ["Microsoft.Web/sites/*"] },
  Reader: { actions: ["*/read"] },
};

/** What a built-in role allows; `undefined` if it is not known here. */
export function builtInRole(
  name: string,
): Pick<AzureRoleAssignment, "actions" | "notActions" | "dataActions"> | undefined {
  const role = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return role === undefined ? undefined : { notActions: [], ...role };
}
