/** The Azure actions and resource provider namespaces that `preflight` checks for the planned deployment. */
import type { Adopted } from "./adopted";
import type { ArmId } from "./arm-id";
import type { Plan } from "./plan";

/** The type of a resource group in actions and policies. */
export const GROUP_TYPE = "Microsoft.Resources/subscriptions/resourceGroups";

/** A resource type of a federation, with the actions that `pulumi up` and `pulumi destroy` need on it. */
interface CreatedType {
  readonly type: string;
  readonly verbs: readonly string[];
  readonly isCreated: (plan: Plan) => boolean;
}

const hasVms = ({ vms }: Plan): boolean => vms > 0;
const hasNetworks = ({ networks }: Plan): boolean => networks > 0;
const hasGateways = ({ natGateways }: Plan): boolean => natGateways > 0;
const hasIdentities = ({ identities }: Plan): boolean => identities > 0;

const TYPES: readonly CreatedType[] = [
  {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    verbs: ["read", "write", "delete"],
    isCreated: hasIdentities,
  },
  {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    verbs: ["assign/action"],
    // To an existing VM, its owner attaches the identity.
    isCreated: (plan) => hasIdentities(plan) && hasVms(plan),
  },
  {
    type: "Microsoft.Network/networkSecurityGroups",
    verbs: ["read", "write", "delete", "join/action"],
    isCreated: hasNetworks,
  },
  {
    type: "Microsoft.Network/publicIPAddresses",
    verbs: ["read", "write", "delete", "join/action"],
    isCreated: hasGateways,
  },
  {
    type: "Microsoft.Network/natGateways",
    verbs: ["read", "write", "delete", "join/action"],
    isCreated: hasGateways,
  },
  {
    type: "Microsoft.Network/virtualNetworks",
    verbs: ["read", "write", "delete"],
    isCreated: hasNetworks,
  },
  {
    type: "Microsoft.Network/virtualNetworks/subnets",
    verbs: ["read", "write", "delete", "join/action"],
    isCreated: hasNetworks,
  },
  {
    type: "Microsoft.Network/networkInterfaces",
    verbs: ["read", "write", "delete", "join/action"],
    isCreated: hasVms,
  },
  { type: "Microsoft.Compute/virtualMachines", verbs: ["read", "write", "delete"], isCreated: hasVms },
  {
    type: "Microsoft.Compute/virtualMachines/runCommands",
    verbs: ["read", "write", "delete"],
    isCreated: hasVms,
  },
  // Azure creates and deletes the disk with the VM, by the caller's rights.
  { type: "Microsoft.Compute/disks", verbs: ["read", "write", "delete"], isCreated: hasVms },
];

/**
 * The actions on what a federation creates, in its own subscription or resource group.
 *
 * They come from documentation alone, and were not tried on a real subscription: Azure, "Azure permissions for Compute", "…
 * for Networking", and "… for Identity"; the joins are those of the pages of each type, and the role assignments of
 * docs/reference/permissions.md cover all.
 */
export function neededAzureActions(plan: Plan): readonly string[] {
  return [
    ...(plan.hasGroup ? [`${GROUP_TYPE}/read`] : []),
    ...(plan.createsGroup ? [`${GROUP_TYPE}/write`, `${GROUP_TYPE}/delete`] : []),
    ...TYPES.filter(({ isCreated }) => isCreated(plan)).flatMap(({ type, verbs }) =>
      verbs.map((verb) => `${type}/${verb}`),
    ),
  ];
}

/** Actions on something that exists already. */
export interface NeededOnAdopted {
  /** The resource ID, which is the scope of the rights. */
  readonly id: string;
  readonly actions: readonly string[];
  /** The built-in role that has them. */
  readonly role: string;
}

/**
 * The actions on what a federation adopts, each on that very resource. In its own subscription, the components read what is
 * adopted, and fail if they cannot. A network of another subscription is used unread.
 *
 * They come from documentation and logs, and were not tried on a real subscription: Azure, "Azure permissions for
 * Networking", "… for Identity", and "… for Compute", "Azure built-in roles"; the joins are demanded by a check of the linked
 * scope: `LinkedAuthorizationFailed` in CheckPointSW/terraform-azure-cloudguard-network-security #25 for a subnet, in
 * MicrosoftDocs/azure-docs #68563 and Azure/bicep #17206 for an image.
 *
 * @param subscriptionId - The subscription that the federation is deployed to.
 */
export function neededOnAdopted(
  plan: Plan,
  { subnets, natGateways, identities, virtualMachines, image }: Adopted,
  subscriptionId: string,
): readonly NeededOnAdopted[] {
  const own = (id: ArmId): boolean => id.subscriptionId.toLowerCase() === subscriptionId.toLowerCase();
  const of = (id: ArmId, role: string, verbs: readonly string[]): NeededOnAdopted => ({
    id: id.id,
    role,
    actions: verbs.map((verb) => `${id.type}/${verb}`),
  });
  const joined = (id: ArmId): NeededOnAdopted =>
    of(id, "Network Contributor", [...(own(id) ? ["read"] : []), "join/action"]);
  const usesImage = image !== undefined && plan.vms > 0;
  return [
    ...(plan.vms > 0 ? subnets : []).map(joined),
    ...natGateways.map(joined),
    ...identities.map((id) =>
      of(id, "Managed Identity Operator", ["read", ...(plan.vms > 0 ? ["assign/action"] : [])]),
    ),
    ...virtualMachines.map((id) =>
      of(id, "Virtual Machine Contributor", [
        "read",
        "runCommands/read",
        "runCommands/write",
        "runCommands/delete",
      ]),
    ),
    ...(usesImage ? [of(image, "Reader", ["read"])] : []),
  ];
}

/** The namespaces whose resource providers must be registered. Source: docs/reference/permissions.md. */
export function neededNamespaces(plan: Plan): readonly string[] {
  return [
    ...(plan.identities > 0 ? ["Microsoft.ManagedIdentity"] : []),
    ...(plan.vms > 0 ? ["Microsoft.Network"] : []),
    // Every workload here has a VM, and Run Command is of this namespace.
    "Microsoft.Compute",
  ];
}
