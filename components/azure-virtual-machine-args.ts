import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "./arguments/argument-checks";
import { addressPrefix } from "./arguments/rules/address-prefix";
import { adminUsername } from "./arguments/rules/admin-username";
import { armId } from "./arguments/rules/arm-id";
import { location } from "./arguments/rules/location";
import { resourceGroupName } from "./arguments/rules/resource-group-name";
import { sshPublicKey } from "./arguments/rules/ssh-public-key";
import { vmSize } from "./arguments/rules/vm-size";

/** What can be chosen about a workload's VM. */
export interface VirtualMachineSettings {
  /**
   * The OpenSSH public key of the administrator on one line, `ssh-ed25519` or `ssh-rsa` with at least 2048 bits. There
   * is no password and nothing listens to the internet; the key serves Azure Bastion and the like.
   */
  sshPublicKey: pulumi.Input<string>;
  /** The administrator's user name. Default: `azureuser`. */
  adminUsername?: pulumi.Input<string | undefined>;
  /** The size of the VM. Default: `Standard_B1s`. */
  size?: pulumi.Input<string | undefined>;
  /** The IPv4 network of the VM as a CIDR block, /8 to /29. Default: `10.0.0.0/24`. */
  addressPrefix?: pulumi.Input<string | undefined>;
}

/** What a VM with its network is made of. */
export interface AzureVirtualMachineArgs extends VirtualMachineSettings {
  /** The resource group that holds the VM and its network. */
  resourceGroupName: pulumi.Input<string>;
  /** The Azure region, such as `westeurope`. Default: the resource group's. */
  location?: pulumi.Input<string | undefined>;
  /** The resource IDs of the user-assigned identities to attach, at least one. The VM is created once they are known. */
  identityIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Checks what can be chosen about a VM and returns it gated. */
export function checkVirtualMachineSettings(
  checks: ArgumentChecks,
  args: VirtualMachineSettings,
): VirtualMachineSettings {
  return {
    sshPublicKey: checks.text("sshPublicKey", args.sshPublicKey, sshPublicKey, { hideValue: true }),
    adminUsername: checks.optionalText("adminUsername", args.adminUsername, adminUsername),
    size: checks.optionalText("size", args.size, vmSize),
    addressPrefix: checks.optionalText("addressPrefix", args.addressPrefix, addressPrefix),
  };
}

/** Checks the arguments and returns them gated. */
export function checkAzureVirtualMachineArgs(
  checks: ArgumentChecks,
  args: AzureVirtualMachineArgs,
): AzureVirtualMachineArgs {
  return {
    ...checkVirtualMachineSettings(checks, args),
    resourceGroupName: checks.text("resourceGroupName", args.resourceGroupName, resourceGroupName),
    location: checks.optionalText("location", args.location, location),
    identityIds: checks.texts(
      "identityIds",
      args.identityIds,
      armId("Microsoft.ManagedIdentity/userAssignedIdentities"),
      "must name at least one identity",
    ),
  };
}
