/** The planned Azure resources, in the form in which the check of Azure Policy compares them with rules. */
import type { ArmId } from "../arm-id";
import { GROUP_TYPE } from "../needed-azure-actions";
import type { Plan } from "../plan";
import type { WantedImage } from "../wanted";
import type { Alterations } from "./altered-fields";

/** A resource that a federation creates, as far as Azure Policy can ask about it before it exists. */
export interface PlannedResource {
  readonly type: string;
  readonly location: string | undefined;
  /** `undefined` for a type without tags. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Whether it may have other tags than these. Default: false. */
  readonly hasUnknownTags?: boolean;
  /** What is known under the aliases of Azure Policy, by their names in lower case. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Whether it has tags and a location, as policies of the mode `Indexed` demand. */
  readonly isIndexed: boolean;
  /** What policies may add to the request, or change or remove in it, before others look at it. Default: nothing. */
  readonly altered?: Alterations;
}

/** What the planned resources are made of. */
export interface PlannedInputs {
  readonly plan: Plan;
  /** The Azure region; without one, locations are not known. */
  readonly location: string | undefined;
  /** Tags that the program puts on everything. */
  readonly tags: Readonly<Record<string, string>>;
  readonly vmSize: string;
  readonly image: WantedImage;
  /** The image that takes the place of the marketplace's. */
  readonly ownImage: ArmId | undefined;
}

/** A type of a federation that has tags and a location. */
interface IndexedType {
  readonly type: string;
  readonly isCreated: (plan: Plan) => boolean;
}

const INDEXED: readonly IndexedType[] = [
  {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    isCreated: ({ identities }) => identities > 0,
  },
  { type: "Microsoft.Network/networkSecurityGroups", isCreated: ({ networks }) => networks > 0 },
  { type: "Microsoft.Network/publicIPAddresses", isCreated: ({ natGateways }) => natGateways > 0 },
  { type: "Microsoft.Network/natGateways", isCreated: ({ natGateways }) => natGateways > 0 },
  { type: "Microsoft.Network/virtualNetworks", isCreated: ({ networks }) => networks > 0 },
  { type: "Microsoft.Network/networkInterfaces", isCreated: ({ vms }) => vms > 0 },
  { type: "Microsoft.Compute/virtualMachines", isCreated: ({ vms }) => vms > 0 },
  { type: "Microsoft.Compute/virtualMachines/runCommands", isCreated: ({ vms }) => vms > 0 },
];

/** What a federation creates in its own resource group, the group and the disks of VMs included. What it adopts is not here. */
export function plannedResources({
  plan,
  location,
  tags,
  vmSize,
  image,
  ownImage,
}: PlannedInputs): readonly PlannedResource[] {
  // Source: Azure Policy, the aliases of `az provider show --expand resourceTypes/aliases`.
  const machine = {
    "microsoft.compute/virtualmachines/sku.name": vmSize,
    ...(ownImage === undefined ? marketplaceAliases(image) : { "microsoft.compute/imageid": ownImage.id }),
  };
  const standard = {
    "microsoft.network/publicipaddresses/sku.name": "Standard",
    "microsoft.network/natgateways/sku.name": "Standard",
  };
  const group: PlannedResource = { type: GROUP_TYPE, location, tags, aliases: {}, isIndexed: false };
  const subnet: PlannedResource = {
    type: "Microsoft.Network/virtualNetworks/subnets",
    location: undefined,
    tags: undefined,
    aliases: {},
    isIndexed: false,
  };
  // Azure creates the disk by a request of its own, and policies deny that too. Source: AutomatedLab/AutomatedLab #1434 (log),
  // MicrosoftDocs/azure-docs #52814.
  const disk: PlannedResource = {
    type: "Microsoft.Compute/disks",
    location,
    tags: {},
    hasUnknownTags: true,
    aliases: {},
    isIndexed: true,
  };
  return [
    ...(plan.createsGroup ? [group] : []),
    ...INDEXED.filter(({ isCreated }) => isCreated(plan)).map(({ type }) => ({
      type,
      location,
      tags,
      aliases: type === "Microsoft.Compute/virtualMachines" ? machine : standard,
      isIndexed: true,
    })),
    ...(plan.networks > 0 ? [subnet] : []),
    ...(plan.vms > 0 ? [disk] : []),
  ];
}

/**
 * What a federation creates in the resource group of an existing VM: the Run Commands of that VM.
 *
 * @param location - The region of the VM, if it is known.
 */
export function plannedOnMachine(
  location: string | undefined,
  tags: Readonly<Record<string, string>>,
): readonly PlannedResource[] {
  const type = "Microsoft.Compute/virtualMachines/runCommands";
  return [{ type, location, tags, aliases: {}, isIndexed: true }];
}

/** Which build `latest` becomes is not known, so a policy on the version cannot be judged then. */
function marketplaceAliases({
  publisher,
  offer,
  sku,
  version,
}: WantedImage): Readonly<Record<string, string>> {
  const known = [
    ["imagepublisher", publisher],
    ["imageoffer", offer],
    ["imagesku", sku],
    ...(version.toLowerCase() === "latest" ? [] : [["imageversion", version]]),
  ];
  return Object.fromEntries(
    ["microsoft.compute/virtualmachines/", "microsoft.compute/"].flatMap((prefix) =>
      known.map(([name = "", value = ""]) => [`${prefix}${name}`, value]),
    ),
  );
}
