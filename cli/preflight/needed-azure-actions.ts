/** The resource types of a federation with a VM, with the actions that `pulumi up` and `pulumi destroy` need on each. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  "Microsoft.ManagedIdentity/userAssignedIdentities": ["read", "write", "delete", "assign/action"],
  "Microsoft.Network/networkSecurityGroups": ["read", "write", "delete", "join/action"],
  "Microsoft.Network/publicIPAddresses": ["read", "write", "delete", "join/action"],
  "Microsoft.Network/natGateways": ["read", "write", "delete", "join/action"],
  "Microsoft.Network/virtualNetworks": ["read", "write", "delete"],
  "Microsoft.Network/virtualNetworks/subnets": ["read", "write", "delete", "join/action"],
  "Microsoft.Network/networkInterfaces": ["read", "write", "delete", "join/action"],
  "Microsoft.Compute/virtualMachines": ["read", "write", "delete"],
  "Microsoft.Compute/virtualMachines/runCommands": ["read", "write", "delete"],
  // Azure creates and deletes the disk with the VM, by the caller's rights.
  "Microsoft.Compute/disks": ["read", "write", "delete"],
};

/**
 * The actions that a federation with a VM needs. Source: Azure, "Azure permissions for Compute", "… for Networking", and "…
 * for Identity"; the joins are those of the pages of each type, and the role assignments of docs/permissions.md cover all.
 *
 * @param adoptsGroup - Whether the resource group exists already.
 */
export function neededAzureActions(adoptsGroup: boolean): readonly string[] {
  const group = "Microsoft.Resources/subscriptions/resourceGroups";
  return [
    ...(adoptsGroup ? [`${group}/read`] : [`${group}/read`, `${group}/write`, `${group}/delete`]),
    ...Object.entries(TYPES).flatMap(([type, verbs]) => verbs.map((verb) => `${type}/${verb}`)),
  ];
}

/** The namespaces whose resource providers must be registered. Source: docs/permissions.md. */
export const NEEDED_NAMESPACES: readonly string[] = [
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
  "Microsoft.Compute",
];
