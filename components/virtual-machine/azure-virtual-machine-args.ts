import type * as pulumi from "@pulumi/pulumi";
import { list, optional, text } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { VIRTUAL_MACHINE_SETTINGS } from "./virtual-machine-checks";
import type { VirtualMachineSettings } from "./virtual-machine-settings";

/** Arguments of `AzureVirtualMachine`. */
export interface AzureVirtualMachineArgs extends VirtualMachineSettings {
  /** The resource group of the VM and its network. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * The Azure region, such as `westeurope`. Default: the region of the `azure-native` provider, or of the resource group if
   * the provider has none.
   */
  location?: pulumi.Input<string | undefined>;
  /** The resource IDs of the user-assigned identities to attach; at least one. The VM is created once they are known. */
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

/** The parts of a network that a VM needs. */
export interface MachineNetwork {
  readonly subnetId: pulumi.Input<string>;
  /** The security group of the VM's interface. Default: none, because the subnet has one. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** The public addresses and networks from which the VM connects, separated by commas. Empty if not known. */
  readonly egressAddress: pulumi.Output<string>;
}

/** What the owner of a VM decides about its network. A program cannot set it, because the table does not list it. */
export interface GivenNetwork {
  /** The network of the VM. Default: an existing subnet or a new network, as the arguments say. */
  readonly network?: MachineNetwork;
}

/** Arguments of {@link AzureVirtualMachineArgs} that passed the checks. */
export type CheckedVirtualMachineArgs = CheckedBy<typeof AZURE_VIRTUAL_MACHINE> & GivenNetwork;
