import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { isGiven } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import type { CheckedVirtualMachineArgs, MachineNetwork } from "./azure-virtual-machine-args";
import { type Asking, egressOfNatGateway, egressOfSubnet } from "./existing-egress";
import { demandNatGatewayInRegion } from "./network-region";
import { DENY_ALL_INBOUND } from "./virtual-machine-template";

/** The addresses of the network of one VM, all of them in its one subnet. */
const ADDRESSES = "10.0.0.0/24";

/** The inputs that all resources of the network share. */
export interface Placement {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string | undefined>;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/**
 * The network of one VM: an existing subnet, unchanged, or a new network to which nothing can connect. The new network has an
 * explicit way out, because new Azure networks have none by default.
 *
 * @param paths - Where problems are reported.
 */
export function machineNetwork(
  paths: ArgumentPaths,
  args: CheckedVirtualMachineArgs,
  placed: Placement,
  child: ChildOptions,
): MachineNetwork {
  if (args.network !== undefined) {
    return args.network;
  }
  const asking = { paths, parent: child.parent };
  if (isGiven(args.subnetId)) {
    const { subnetId } = args;
    return { subnetId, egressAddress: egressOfSubnet(asking, subnetId) };
  }
  const securityGroup = closedGroup(paths.name, placed, child);
  const egress = wayOut(asking, args.natGatewayId, placed, child);
  if (isGiven(args.natGatewayId)) {
    demandNatGatewayInRegion(asking, args.natGatewayId, securityGroup.location);
  }
  const network = virtualNetwork(paths.name, ADDRESSES, placed, child);
  const subnet = privateSubnet(
    paths.name,
    { placed, network, addressPrefix: ADDRESSES, natGatewayId: egress.natGatewayId, securityGroup },
    child,
  );
  return { subnetId: subnet.id, egressAddress: egress.address };
}

/** The security group of one VM. It allows no connection, not even from the same virtual network. */
export function closedGroup(name: string, placed: Placement, child: ChildOptions): NetworkSecurityGroup {
  return new NetworkSecurityGroup(`${name}-nsg`, { ...placed, securityRules: [DENY_ALL_INBOUND] }, child);
}

/** A virtual network without subnets. */
export function virtualNetwork(
  name: string,
  addressSpace: string,
  placed: Placement,
  child: ChildOptions,
): VirtualNetwork {
  return new VirtualNetwork(
    `${name}-vnet`,
    { ...placed, addressSpace: { addressPrefixes: [addressSpace] } },
    child,
  );
}

/** The parts of a subnet. */
export interface SubnetParts {
  readonly placed: Placement;
  readonly network: VirtualNetwork;
  readonly addressPrefix: string;
  readonly natGatewayId: pulumi.Input<string>;
  /** Default: none, because each interface in the subnet has one. */
  readonly securityGroup?: NetworkSecurityGroup;
}

/** A subnet whose only way out is its NAT gateway. */
export function privateSubnet(
  name: string,
  { placed, network, addressPrefix, natGatewayId, securityGroup }: SubnetParts,
  child: ChildOptions,
): Subnet {
  return new Subnet(
    `${name}-subnet`,
    {
      resourceGroupName: placed.resourceGroupName,
      virtualNetworkName: network.name,
      addressPrefix,
      defaultOutboundAccess: false,
      natGateway: { id: natGatewayId },
      ...(securityGroup === undefined ? {} : { networkSecurityGroup: { id: securityGroup.id } }),
    },
    // Its name has no random part, so azure-native would delete the old subnet first. Azure refuses that while the old network
    // interface is in it. The subnet is replaced only with its network, so the old and the new one can both exist.
    { ...child, deleteBeforeReplace: false },
  );
}

/** The way out of a network. */
export interface WayOut {
  readonly natGatewayId: pulumi.Input<string>;
  /** The public addresses and networks behind it, separated by commas; empty if not known. */
  readonly address: pulumi.Output<string>;
}

/** An existing NAT gateway, or a new one with a fixed address. */
export function wayOut(
  asking: Asking,
  natGatewayId: pulumi.Input<string> | undefined,
  placed: Placement,
  child: ChildOptions,
): WayOut {
  if (isGiven(natGatewayId)) {
    return { natGatewayId, address: egressOfNatGateway(asking, natGatewayId) };
  }
  const { name } = asking.paths;
  // It allows no connection by itself.
  const publicAddress = new PublicIPAddress(
    `${name}-egress-ip`,
    { ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
    child,
  );
  const natGateway = new NatGateway(
    `${name}-nat`,
    { ...placed, sku: { name: "Standard" }, publicIpAddresses: [{ id: publicAddress.id }] },
    child,
  );
  return { natGatewayId: natGateway.id, address: publicAddress.ipAddress.apply((known) => known ?? "") };
}
