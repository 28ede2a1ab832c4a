import type * as pulumi from "@pulumi/pulumi";
import { ifGiven, text } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { armId } from "../arguments/rules/azure";

/** One network that the VMs of a federation share. */
export interface NetworkSettings {
  /**
   * The resource ID of an existing NAT gateway for the outbound traffic of all VMs. No other virtual network can use it.
   * An Output counts as given, so it must resolve to a value. Default: a new one with one fixed address.
   */
  natGatewayId?: pulumi.Input<string | undefined>;
}

/** The arguments of {@link NetworkSettings}. */
export const NETWORK_SETTINGS = argumentTable<NetworkSettings>()({
  natGatewayId: ifGiven(text(armId("Microsoft.Network/natGateways"))),
});

/** Settings of a network that passed the checks. */
export type CheckedNetwork = CheckedBy<typeof NETWORK_SETTINGS>;
