/** Reads which existing Azure resources the federation adopts, from the options of `preflight` and the stack's file. */
import { COMMAND_LINE } from "../../messages/cli";
import { type Options, UsageError } from "../command";
import { invalidValue } from "../options";
import { type ArmId, armIdOf, isSameId } from "./arm-id";

/** What exists in Azure already and the federation only uses. */
export interface Adopted {
  /** `virtualMachine.subnetId`: all new VMs are in these. */
  readonly subnets: readonly ArmId[];
  /** `natGatewayId` of VMs or of `network`: as many of the networks go out by one that exists. */
  readonly natGateways: readonly ArmId[];
  /** `workloads.<name>.identityId`: as many of the workloads have one that exists. */
  readonly identities: readonly ArmId[];
  /** `workloads.<name>.existingVirtualMachineId`: these workloads have no new VM. */
  readonly virtualMachines: readonly ArmId[];
  /** `virtualMachine.image`, if it is a resource ID. */
  readonly image: ArmId | undefined;
}

/** Settings of a program that name something which exists, by their names in the stack's configuration. */
export interface AdoptedSettings {
  readonly subnetId?: string | undefined;
  readonly natGatewayId?: string | undefined;
  readonly identityId?: string | undefined;
  readonly existingVirtualMachineId?: string | undefined;
  readonly image?: string | undefined;
}

/** The names of {@link AdoptedSettings}. */
export const ADOPTED_SETTINGS = [
  "subnetId",
  "natGatewayId",
  "identityId",
  "existingVirtualMachineId",
  "image",
] as const satisfies readonly (keyof AdoptedSettings)[];

/** The types of images that are not of the marketplace. */
const IMAGES: readonly string[] = [
  "Microsoft.Compute/images",
  "Microsoft.Compute/galleries/images",
  "Microsoft.Compute/galleries/images/versions",
];

/**
 * What exists already. An option counts before the stack's configuration. There, a value that is not a resource ID of the
 * right type is ignored: other parts of a program may have a setting of the same name.
 *
 * @throws {UsageError} If an option is not a resource ID of the right type, or two options exclude each other.
 */
export function readAdopted(options: Options, settings: AdoptedSettings): Adopted {
  const subnets = idsOf(options, "subnet-id", ["Microsoft.Network/virtualNetworks/subnets"]);
  const natGateways = idsOf(options, "nat-gateway-id", ["Microsoft.Network/natGateways"]);
  if (subnets.length > 0 && natGateways.length > 0) {
    throw new UsageError(
      COMMAND_LINE.say(
        "options-exclusive",
        "--subnet-id",
        "--nat-gateway-id",
        "an existing subnet already has a way out",
      ),
    );
  }
  const saysNetwork = subnets.length > 0 || natGateways.length > 0 || options.has("shared-network");
  const ofStack = (text: string | undefined, ...types: readonly string[]): readonly ArmId[] =>
    [text === undefined ? undefined : armIdOf(text, types)].filter((id) => id !== undefined);
  const or = (given: readonly ArmId[], text: string | undefined, ...types: readonly string[]) =>
    given.length > 0 ? given : ofStack(text, ...types);
  const stackSubnets = saysNetwork
    ? []
    : ofStack(settings.subnetId, "Microsoft.Network/virtualNetworks/subnets");
  return {
    subnets: subnets.length > 0 ? subnets : stackSubnets,
    natGateways:
      natGateways.length > 0 || subnets.length > 0 || stackSubnets.length > 0
        ? natGateways
        : ofStack(settings.natGatewayId, "Microsoft.Network/natGateways"),
    identities: or(
      idsOf(options, "identity-id", ["Microsoft.ManagedIdentity/userAssignedIdentities"]),
      settings.identityId,
      "Microsoft.ManagedIdentity/userAssignedIdentities",
    ),
    virtualMachines: or(
      idsOf(options, "existing-virtual-machine-id", ["Microsoft.Compute/virtualMachines"]),
      settings.existingVirtualMachineId,
      "Microsoft.Compute/virtualMachines",
    ),
    image: ofStack(options.text("image") ?? settings.image, ...IMAGES).at(0),
  };
}

function idsOf(options: Options, name: string, types: readonly string[]): readonly ArmId[] {
  const ids = options.texts(name).map((text) => {
    const id = armIdOf(text, types);
    if (id === undefined) {
      throw invalidValue(`--${name}`, `the resource ID of one ${types.join(" or ")}`, text);
    }
    return id;
  });
  return ids.filter(({ id }, index) => ids.findIndex((one) => isSameId(one.id, id)) === index);
}
