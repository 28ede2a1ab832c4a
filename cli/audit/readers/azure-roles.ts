/**
 * The actions of Azure's built-in roles that matter for a way in, for `az role assignment list`, which names roles without their
 * actions. `az role definition list` in addition shows all.
 *
 * Source: Microsoft, "Azure built-in roles" (learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
const BUILT_IN: Readonly<Record<string, { readonly actions: string[]; readonly notActions?: string[] }>> = {
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
  "Virtual Machine Contributor": {
    actions: ["Microsoft.Compute/virtualMachines/*", "Microsoft.Compute/virtualMachineScaleSets/*"],
  },
  "Website Contributor": { actions: ["Microsoft.Web/sites/*"] },
  Reader: { actions: ["*/read"] },
};

/** The actions of a built-in role; `undefined` if it is not known here. */
export function builtInRole(
  name: string,
): { readonly actions: readonly string[]; readonly notActions: readonly string[] } | undefined {
  const role = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return role === undefined ? undefined : { actions: role.actions, notActions: role.notActions ?? [] };
}
