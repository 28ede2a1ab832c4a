import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { isGiven, withDefault } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import type { CheckedVirtualMachineArgs, MachineNetwork } from "./azure-virtual-machine-args";
import { type Asking, egressOfNatGateway, egressOfSubnet } from "./existing-egress";
import { demandNatGatewayInRegion } from "./network-region";
import { DENY_ALL_INBOUND } from "./virtual-machine-template";

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
  const addressPrefix = withDefault(args.addressPrefix, () => "10.0.0.0/24");
  const securityGroup = closedGroup(paths.name, placed, child);
  const egress = wayOut(asking, args.natGatewayId, placed, child);
  if (isGiven(args.natGatewayId)) {
    demandNatGatewayInRegion(asking, args.natGatewayId, securityGroup.location);
  }
  const network = virtualNetwork(paths.name, addressPrefix, placed, child);
  const subnet = closedSubnet(
    paths.name,
    { placed, network, addressPrefix, natGatewayId: egress.natGatewayId, securityGroup },
    child,
  );
  return { subnetId: subnet.id, egressAddress: egress.address };
}

/** The security group of one VM's subnet. It allows no connection. */
export function closedGroup(name: string, placed: Placement, child: ChildOptions): NetworkSecurityGroup {
  return new NetworkSecurityGroup(`${name}-nsg`, { ...placed, securityRules: [DENY_ALL_INBOUND] }, child);
}

/** A virtual network without subnets. */
export function virtualNetwork(
  name: string,
  addressSpace: pulumi.Input<string>,
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
  readonly addressPrefix: pulumi.Input<string>;
  readonly natGatewayId: pulumi.Input<string>;
  readonly securityGroup: NetworkSecurityGroup;
}

/**
 * The subnet of one VM.
 *
 * @param after - The subnets of the same network that must exist before. Default: none.
 */
export function closedSubnet(
  name: string,
  { placed, network, addressPrefix, natGatewayId, securityGroup }: SubnetParts,
  child: ChildOptions,
  after: Subnet[] = [],
): Subnet {
  return new Subnet(
    `${name}-subnet`,
    {
      resourceGroupName: placed.resourceGroupName,
      virtualNetworkName: network.name,
      addressPrefix,
      defaultOutboundAccess: false,
      natGateway: { id: natGatewayId },
      networkSecurityGroup: { id: securityGroup.id },
    },
    // Its name has no random part, so azure-native would delete the old subnet first. Azure refuses that while the old network
    // interface is in it. The subnet is replaced only with its network, so the old and the new one can both exist.
    { ...child, deleteBeforeReplace: false, ...(after.length === 0 ? {} : { dependsOn: after }) },
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
