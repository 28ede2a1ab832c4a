import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { oneOf } from "../arguments/rules/names";
import { addressPrefix, networkRange } from "../arguments/rules/network";
import { adminUsername, availabilityZone, cloudInit } from "../arguments/rules/virtual-machine";
import { checkAzureTags } from "../arguments/tags";
import { checkImage, checkImageId, checkKey, checkSize, checkTogether } from "./virtual-machine-checks";
import { ImdsAccess, type VirtualMachineSettings } from "./virtual-machine-settings";

/** What a VM with its network is made of. */
export interface AzureVirtualMachineArgs extends VirtualMachineSettings {
  /** The resource group that holds the VM and its network. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * The Azure region, such as `westeurope`. Default: that of the `azure-native` provider; without one,
   * the resource group's.
   */
  location?: pulumi.Input<string | undefined>;
  /** The resource IDs of the user-assigned identities to attach, at least one. The VM is created once they are known. */
  identityIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Settings that passed the checks: there is a key. */
export interface CheckedVirtualMachineSettings extends Omit<VirtualMachineSettings, "sshPublicKey"> {
  readonly sshPublicKey: pulumi.Input<string>;
}

/** Arguments that passed the checks. */
export interface CheckedVirtualMachineArgs
  extends CheckedVirtualMachineSettings, Omit<AzureVirtualMachineArgs, keyof VirtualMachineSettings> {}

const SETTINGS = [
  "sshPublicKey",
  "adminUsername",
  "size",
  "addressPrefix",
  "image",
  "imageId",
  "zone",
  "subnetId",
  "natGatewayId",
  "encryptionAtHost",
  "trustedLaunch",
  "tags",
  "cloudInit",
  "imdsAccess",
  "imdsAccessProfileId",
  "dangerouslyAllowSshFrom",
  "dangerouslyAssignPublicIp",
] as const;

/** An ID whose presence decides which resources there are: an output must turn out to be one. */
function checkPresentId(
  checks: ArgumentChecks,
  path: string,
  id: pulumi.Input<string | undefined>,
  type: string,
): pulumi.Input<string | undefined> {
  return isGiven(id) ? checks.text(path, id as pulumi.Input<string>, armId(type)) : undefined;
}

/** Checks what can be chosen about a VM and returns it gated. */
export function checkVirtualMachineSettings(
  checks: ArgumentChecks,
  args: VirtualMachineSettings,
): CheckedVirtualMachineSettings {
  checks.knownKeys("", args, SETTINGS);
  checkTogether(checks, args);
  const { image, subnetId, natGatewayId, imdsAccessProfileId } = args;
  return {
    sshPublicKey: checkKey(checks, args.sshPublicKey),
    adminUsername: checks.optionalText("adminUsername", args.adminUsername, adminUsername),
    size: checkSize(checks, args),
    addressPrefix: checks.optionalText("addressPrefix", args.addressPrefix, addressPrefix),
    ...(isGiven(image) && checks.isStructure("image", image)
      ? { image: checkImage(checks.within("image"), image) }
      : {}),
    imageId: checkImageId(checks, args),
    zone: checks.optionalText("zone", args.zone, availabilityZone),
    subnetId: checkPresentId(checks, "subnetId", subnetId, "Microsoft.Network/virtualNetworks/subnets"),
    natGatewayId: checkPresentId(checks, "natGatewayId", natGatewayId, "Microsoft.Network/natGateways"),
    encryptionAtHost: checks.optionalBoolean("encryptionAtHost", args.encryptionAtHost),
    trustedLaunch: checks.optionalBoolean("trustedLaunch", args.trustedLaunch),
    tags: checkAzureTags(checks, "tags", args.tags),
    cloudInit: checks.optionalText("cloudInit", args.cloudInit, cloudInit),
    imdsAccess: checks.plainText("imdsAccess", args.imdsAccess, oneOf(Object.values(ImdsAccess))),
    imdsAccessProfileId: checkPresentId(
      checks,
      "imdsAccessProfileId",
      imdsAccessProfileId,
      "Microsoft.Compute/galleries/inVMAccessControlProfiles/versions",
    ),
    dangerouslyAllowSshFrom: checks.optionalTexts(
      "dangerouslyAllowSshFrom",
      args.dangerouslyAllowSshFrom,
      networkRange,
      "must name at least one network; leave it out for none",
    ),
    dangerouslyAssignPublicIp: checks.plainBoolean(
      "dangerouslyAssignPublicIp",
      args.dangerouslyAssignPublicIp,
    ),
  };
}

/** Checks the arguments and returns them gated. */
export function checkAzureVirtualMachineArgs(
  checks: ArgumentChecks,
  args: AzureVirtualMachineArgs,
): CheckedVirtualMachineArgs {
  checks.arguments(args, [...SETTINGS, "resourceGroupName", "location", "identityIds"]);
  const { resourceGroupName: group, location: place, identityIds } = args;
  // Without unknown members, which are reported by now.
  const settings = Object.fromEntries(SETTINGS.map((key) => [key, args[key]])) as VirtualMachineSettings;
  return {
    ...checkVirtualMachineSettings(checks, settings),
    resourceGroupName: checks.text("resourceGroupName", group, resourceGroupName),
    location: checks.optionalText("location", place, location),
    identityIds: checks.texts(
      "identityIds",
      identityIds,
      armId("Microsoft.ManagedIdentity/userAssignedIdentities"),
      "must name at least one identity",
    ),
  };
}
