import type * as pulumi from "@pulumi/pulumi";
import { list, optional, text } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { VIRTUAL_MACHINE_SETTINGS } from "./virtual-machine-checks";
import type { VirtualMachineSettings } from "./virtual-machine-settings";

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

/** The arguments of {@link AzureVirtualMachineArgs}. */
export const AZURE_VIRTUAL_MACHINE = argumentTable<AzureVirtualMachineArgs>()(
  {
    ...VIRTUAL_MACHINE_SETTINGS.entries,
    resourceGroupName: text(resourceGroupName),
    location: optional(text(location)),
    identityIds: list(armId("Microsoft.ManagedIdentity/userAssignedIdentities"), "identity"),
  },
  VIRTUAL_MACHINE_SETTINGS.together,
);

/** What a VM needs of its network. */
export interface MachineNetwork {
  readonly subnetId: pulumi.Input<string>;
  /** The public addresses and networks that the VM's connections come from, separated by commas; empty if not known. */
  readonly egressAddress: pulumi.Output<string>;
}

/** What the owner of a VM decides about its network. A program that gives it is refused: the table does not know it. */
export interface GivenNetwork {
  /** The network that the VM is put into. Default: an existing subnet or a network of its own, as the arguments say. */
  readonly network?: MachineNetwork;
}

/** Arguments of {@link AzureVirtualMachineArgs} that passed the checks. */
export type CheckedVirtualMachineArgs = CheckedBy<typeof AZURE_VIRTUAL_MACHINE> & GivenNetwork;
