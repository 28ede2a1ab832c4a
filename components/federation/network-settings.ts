import type * as pulumi from "@pulumi/pulumi";
import { ifGiven, optional, text } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { armId } from "../arguments/rules/azure";
import { addressSpace } from "../arguments/rules/network";

/** One network that the VMs of a federation share. */
export interface NetworkSettings {
  /**
   * The IPv4 address space of the virtual network as a CIDR block, /8 to /28. Each VM gets a subnet in it: the workload's
   * `virtualMachine.addressPrefix`, or 16 addresses at a position that follows from the workload's name alone. To enlarge
   * the address space, first set each workload's `addressPrefix` to its current subnet. Azure refuses any other change
   * while a VM is in the network. Default: `10.0.0.0/16`.
   */
  addressSpace?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing NAT gateway for the outbound traffic of all VMs. No other virtual network can use it.
   * An Output counts as given, so it must resolve to a value. Default: a new one with one fixed address.
   */
  natGatewayId?: pulumi.Input<string | undefined>;
}

/** The arguments of {@link NetworkSettings}. */
export const NETWORK_SETTINGS = argumentTable<NetworkSettings>()({
  addressSpace: optional(text(addressSpace)),
  natGatewayId: ifGiven(text(armId("Microsoft.Network/natGateways"))),
});

/** Settings of a network that passed the checks. */
export type CheckedNetwork = CheckedBy<typeof NETWORK_SETTINGS>;
