import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { isGiven, withDefault } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import type { CheckedVirtualMachineArgs } from "./azure-virtual-machine-args";
import { egressOfNatGateway, egressOfSubnet } from "./existing-egress";
import { demandNatGatewayInRegion } from "./network-region";
import { securityRules } from "./virtual-machine-template";

/** What a VM needs of its network. */
export interface MachineNetwork {
  readonly subnetId: pulumi.Input<string>;
  /** The public addresses and networks that the VM's connections come from, separated by commas; empty if not known. */
  readonly egressAddress: pulumi.Output<string>;
}

/** What everything in the network has in common. */
export interface Placement {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string | undefined>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/**
 * The network of one VM: an existing subnet as it is, or a new network that nothing can connect to, with an explicit
 * way out, since new Azure networks have none otherwise.
 *
 * @param paths - Where problems are reported.
 */
export function machineNetwork(
  paths: ArgumentPaths,
  args: CheckedVirtualMachineArgs,
  placed: Placement,
  child: ChildOptions,
): MachineNetwork {
  if (isGiven(args.subnetId)) {
    const { subnetId } = args;
    return { subnetId, egressAddress: egressOfSubnet({ paths, parent: child.parent }, subnetId) };
  }
  const addressPrefix = withDefault(args.addressPrefix, () => "10.0.0.0/24");
  const securityGroup = new NetworkSecurityGroup(
    `${paths.name}-nsg`,
    {
      ...placed,
      securityRules: pulumi
        .output(args.dangerouslyAllowSshFrom)
        .apply((networks) => securityRules(networks ?? [])),
    },
    child,
  );
  const egress = wayOut(paths, args, placed, child);
  if (isGiven(args.natGatewayId)) {
    const { natGatewayId } = args;
    demandNatGatewayInRegion({ paths, parent: child.parent }, natGatewayId, securityGroup.location);
  }
  const network = new VirtualNetwork(
    `${paths.name}-vnet`,
    { ...placed, addressSpace: { addressPrefixes: [addressPrefix] } },
    child,
  );
  const subnet = new Subnet(
    `${paths.name}-subnet`,
    {
      resourceGroupName: placed.resourceGroupName,
      virtualNetworkName: network.name,
      addressPrefix,
      defaultOutboundAccess: false,
      natGateway: { id: egress.natGatewayId },
      networkSecurityGroup: { id: securityGroup.id },
    },
    // Its name has no random part, so that azure-native would delete it first, which Azure refuses while the old network
    // interface is in it. It is replaced only with its network: both can be there at once.
    { ...child, deleteBeforeReplace: false },
  );
  return { subnetId: subnet.id, egressAddress: egress.address };
}

/** A NAT gateway that exists, or a new one with a fixed address. */
function wayOut(
  paths: ArgumentPaths,
  args: CheckedVirtualMachineArgs,
  placed: Placement,
  child: ChildOptions,
) {
  if (isGiven(args.natGatewayId)) {
    const { natGatewayId } = args;
    return { natGatewayId, address: egressOfNatGateway({ paths, parent: child.parent }, natGatewayId) };
  }
  const publicAddress = standardAddress(`${paths.name}-egress-ip`, placed, child);
  const natGateway = new NatGateway(
    `${paths.name}-nat`,
    { ...placed, sku: { name: "Standard" }, publicIpAddresses: [{ id: publicAddress.id }] },
    child,
  );
  return { natGatewayId: natGateway.id, address: addressOf(publicAddress) };
}

/** A fixed address; it lets nothing in by itself. */
export function standardAddress(name: string, placed: Placement, child: ChildOptions): PublicIPAddress {
  return new PublicIPAddress(
    name,
    { ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
    child,
  );
}

/** The address as text. */
export function addressOf(address: PublicIPAddress): pulumi.Output<string> {
  return address.ipAddress.apply((known) => known ?? "");
}
