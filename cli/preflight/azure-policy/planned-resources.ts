import type { Wanted } from "../wanted";

/** A resource that a federation creates, as far as Azure Policy can ask about it before it exists. */
export interface PlannedResource {
  readonly type: string;
  readonly location: string | undefined;
  /** `undefined` for a type without tags. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** What is known under the aliases of Azure Policy, by their names in lower case. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Whether it has tags and a location, as policies of the mode `Indexed` demand. */
  readonly isIndexed: boolean;
}

/** The type of a resource group in policies. */
export const GROUP_TYPE = "Microsoft.Resources/subscriptions/resourceGroups";

/** Types of a federation with a VM that have tags and a location. */
const INDEXED: readonly string[] = [
  "Microsoft.ManagedIdentity/userAssignedIdentities",
  "Microsoft.Network/networkSecurityGroups",
  "Microsoft.Network/publicIPAddresses",
  "Microsoft.Network/natGateways",
  "Microsoft.Network/virtualNetworks",
  "Microsoft.Network/networkInterfaces",
  "Microsoft.Compute/virtualMachines",
  "Microsoft.Compute/virtualMachines/runCommands",
];

/** What a federation with a VM creates. Without a region, locations are not known. */
export function plannedResources({
  location,
  tags,
  vmSize,
  image,
  resourceGroup,
}: Pick<Wanted, "location" | "tags" | "vmSize" | "image" | "resourceGroup">): readonly PlannedResource[] {
  // Source: Azure Policy, the aliases of `az provider show --expand resourceTypes/aliases`.
  const machine = {
    "microsoft.compute/virtualmachines/sku.name": vmSize,
    "microsoft.compute/virtualmachines/imagepublisher": image.publisher,
    "microsoft.compute/virtualmachines/imageoffer": image.offer,
    "microsoft.compute/virtualmachines/imagesku": image.sku,
    "microsoft.compute/imagepublisher": image.publisher,
    "microsoft.compute/imageoffer": image.offer,
    "microsoft.compute/imagesku": image.sku,
  };
  const standard = {
    "microsoft.network/publicipaddresses/sku.name": "Standard",
    "microsoft.network/natgateways/sku.name": "Standard",
  };
  const group: PlannedResource = { type: GROUP_TYPE, location, tags, aliases: {}, isIndexed: false };
  return [
    ...(resourceGroup === undefined ? [group] : []),
    ...INDEXED.map((type) => ({
      type,
      location,
      tags,
      aliases: type === "Microsoft.Compute/virtualMachines" ? machine : standard,
      isIndexed: true,
    })),
    {
      type: "Microsoft.Network/virtualNetworks/subnets",
      location: undefined,
      tags: undefined,
      aliases: {},
      isIndexed: false,
    },
  ];
}
