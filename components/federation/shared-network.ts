import type { Subnet } from "@pulumi/azure-native/network/subnet";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { Tags } from "../arguments/inputs";
import { isGiven } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import type { MachineNetwork } from "../virtual-machine/azure-virtual-machine-args";
import {
  closedGroup,
  type Placement,
  privateSubnet,
  virtualNetwork,
  type WayOut,
  wayOut,
} from "../virtual-machine/machine-network";
import { demandNatGatewayInRegion } from "../virtual-machine/network-region";
import type { AzurePlace } from "./azure-place";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";
import type { NamedWorkload } from "./named-workload";
import { networkPaths } from "./part-paths";
import type { VmWayOut } from "./shared-address";
import { isResident } from "./workload-settings";

/** The addresses of the network, all of them in its one subnet. */
const ADDRESS_SPACE = "10.0.0.0/16";

/** The parts of the shared network that a VM in it needs. */
interface SharedSubnet extends MachineNetwork {
  readonly wayOut: VmWayOut<pulumi.Input<string>>;
}

/**
 * The network that VMs of a federation share: one virtual network with one subnet, and one NAT gateway. Azure's default rules
 * let the VMs of a network reach each other, so the interface of each VM has a security group that allows no connection.
 */
export class SharedNetwork {
  readonly #subnet: Subnet;
  readonly #egress: WayOut;
  /** The existing NAT gateway of the network, if one is given. */
  readonly #natGatewayId: pulumi.Input<string> | undefined;
  readonly #placed: Placement;
  readonly #child: ChildOptions;

  private constructor(
    { natGatewayId }: NonNullable<CheckedFederationArgs["network"]>,
    paths: ArgumentPaths,
    placed: Placement,
    child: ChildOptions,
  ) {
    const asking = { paths, parent: child.parent };
    this.#natGatewayId = natGatewayId;
    this.#placed = placed;
    this.#child = child;
    this.#egress = wayOut(asking, natGatewayId, placed, child);
    const network = virtualNetwork(paths.name, ADDRESS_SPACE, placed, child);
    if (isGiven(natGatewayId)) {
      demandNatGatewayInRegion(asking, natGatewayId, network.location);
    }
    this.#subnet = privateSubnet(
      paths.name,
      { placed, network, addressPrefix: ADDRESS_SPACE, natGatewayId: this.#egress.natGatewayId },
      child,
    );
  }

  /**
   * Creates the network. Returns undefined without `network`, and while no VM would be in it: a NAT gateway costs money.
   *
   * @param federation - Where problems of the federation are reported.
   */
  static create(
    federation: ArgumentPaths,
    { network, workloads, azureTags }: CheckedFederationArgs,
    place: AzurePlace | undefined,
    child: ChildOptions,
  ): SharedNetwork | undefined {
    const hasResident = workloads.some(([, settings]) => isResident(settings));
    if (network === undefined || place === undefined || !hasResident) {
      return undefined;
    }
    const placed = { ...place, ...(isGiven(azureTags) ? { tags: azureTags } : {}) };
    return new SharedNetwork(network, networkPaths(federation), placed, child);
  }

  /**
   * The place of one workload's VM; `undefined` if it is not in the network.
   *
   * @param tags - Tags of the security group.
   */
  placeOf({ name, settings }: NamedWorkload, tags: Tags): SharedSubnet | undefined {
    if (!isResident(settings)) {
      return undefined;
    }
    const { location, resourceGroupName } = this.#placed;
    const placed = { location, resourceGroupName, ...(isGiven(tags) ? { tags } : {}) };
    return {
      subnetId: this.#subnet.id,
      securityGroupId: closedGroup(name, placed, this.#child).id,
      egressAddress: this.#egress.address,
      wayOut: { natGatewayId: this.#natGatewayId, isOfNetwork: true },
    };
  }
}
