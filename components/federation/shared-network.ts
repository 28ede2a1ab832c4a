import type { Subnet } from "@pulumi/azure-native/network/subnet";
import type { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import * as pulumi from "@pulumi/pulumi";
import { onceRight } from "../arguments/argument-checks";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { isGiven, isPlain, plainOrDefault, withDefault } from "../arguments/inputs";
import type { Tags } from "../arguments/tags";
import type { ChildOptions } from "../pulumi/component";
import type { MachineNetwork } from "../virtual-machine/azure-virtual-machine-args";
import { egressOfNatGateway } from "../virtual-machine/existing-egress";
import {
  closedGroup,
  closedSubnet,
  type Placement,
  virtualNetwork,
  type WayOut,
  wayOut,
} from "../virtual-machine/machine-network";
import { demandNatGatewayInRegion } from "../virtual-machine/network-region";
import type { AzurePlace } from "./azure-place";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";
import type { NamedWorkload } from "./named-workload";
import { networkPaths } from "./part-paths";
import { warnOfSharedAddress } from "./shared-address";
import { ADDRESS_SPACE, subnetProblems, subnetRange } from "./subnet-ranges";
import { isResident } from "./workload-settings";

/**
 * The network that VMs of a federation share: one virtual network and one NAT gateway. Each VM has a subnet of its own,
 * whose security group lets nothing in, not even from the other subnets.
 */
export class SharedNetwork {
  readonly #addressSpace: pulumi.Input<string>;
  readonly #network: VirtualNetwork;
  /** There is none while each VM has a NAT gateway of its own. */
  readonly #egress: WayOut | undefined;
  readonly #placed: Placement;
  readonly #child: ChildOptions;
  #last: Subnet | undefined;

  private constructor(
    { addressSpace, natGatewayId }: NonNullable<CheckedFederationArgs["network"]>,
    paths: ArgumentPaths,
    placed: Placement,
    child: ChildOptions,
    hasEgress: boolean,
  ) {
    const asking = { paths, parent: child.parent };
    this.#addressSpace = plainOrDefault(addressSpace, () => ADDRESS_SPACE);
    this.#placed = placed;
    this.#child = child;
    this.#egress = hasEgress ? wayOut(asking, natGatewayId, placed, child) : undefined;
    this.#network = virtualNetwork(paths.name, this.#addressSpace, placed, child);
    if (isGiven(natGatewayId)) {
      demandNatGatewayInRegion(asking, natGatewayId, this.#network.location);
    }
  }

  /**
   * Creates it, without subnets. There is none without `network`, and none while no VM would be in it. The NAT gateway
   * costs money, so there is none while each VM has its own.
   *
   * @param federation - Where problems of the federation are reported.
   */
  static create(
    federation: ArgumentPaths,
    { network, workloads, azureTags }: CheckedFederationArgs,
    place: AzurePlace | undefined,
    child: ChildOptions,
  ): SharedNetwork | undefined {
    const residents = workloads.filter(([, settings]) => isResident(settings));
    if (network === undefined || place === undefined || residents.length === 0) {
      return undefined;
    }
    demandRanges(federation, network, residents);
    const placed = { ...place, ...(isGiven(azureTags) ? { tags: azureTags } : {}) };
    const leaving = residents
      .filter(([, { virtualMachine }]) => !isGiven(virtualMachine?.natGatewayId))
      .map(([key, { allowedSourceIps }]) => ({ key, allowedSourceIps }));
    const shared = new SharedNetwork(network, networkPaths(federation), placed, child, leaving.length > 0);
    if (shared.#egress !== undefined) {
      warnOfSharedAddress(child.parent, shared.#egress.address, leaving);
    }
    return shared;
  }

  /**
   * The subnet of one workload; `undefined` if its VM is not in the network.
   *
   * @param tags - Tags of the security group: a subnet has none.
   */
  subnetOf({ key, name, paths, settings }: NamedWorkload, tags: Tags): MachineNetwork | undefined {
    const { virtualMachine } = settings;
    if (virtualMachine === undefined || !isResident(settings)) {
      return undefined;
    }
    const { addressPrefix, natGatewayId } = virtualMachine;
    const { location, resourceGroupName } = this.#placed;
    const placed = { location, resourceGroupName, ...(isGiven(tags) ? { tags } : {}) };
    const securityGroup = closedGroup(name, virtualMachine, placed, this.#child);
    const asking = { paths: paths.virtualMachine, parent: this.#child.parent };
    if (isGiven(natGatewayId)) {
      demandNatGatewayInRegion(asking, natGatewayId, securityGroup.location);
    }
    const egress = isGiven(natGatewayId)
      ? { natGatewayId, address: egressOfNatGateway(asking, natGatewayId) }
      : this.#egress;
    if (egress === undefined) {
      throw new Error(`the shared network has no way out for the workload ${key}`);
    }
    const subnet = closedSubnet(
      name,
      {
        placed,
        network: this.#network,
        addressPrefix: plainOrDefault(addressPrefix, () => this.#rangeOf(key)),
        natGatewayId: egress.natGatewayId,
        securityGroup,
      },
      this.#child,
      // Azure changes the subnets of one network one at a time, and refuses others with AnotherOperationInProgress
      // (pulumi/pulumi-azure-native #699, #903). azure-native 3 tries three times more, after 20, 60, and 120 seconds
      // (`provider/pkg/azure/client_azcore.go`): slower than a queue, and too few tries for many subnets. Only the order
      // depends on the earlier subnet, no property does, so a change of it changes nothing here.
      this.#last,
    );
    this.#last = subnet;
    return { subnetId: subnet.id, egressAddress: egress.address };
  }

  #rangeOf(key: string): pulumi.Input<string> {
    const space = this.#addressSpace;
    return isPlain(space)
      ? subnetRange(space, key)
      : pulumi.output(space).apply((known) => subnetRange(known, key));
  }
}

/** Fails for ranges that do not go together, once all are known. Plain ones are checked with the other arguments. */
function demandRanges(
  federation: ArgumentPaths,
  { addressSpace }: NonNullable<CheckedFederationArgs["network"]>,
  residents: CheckedFederationArgs["workloads"],
): void {
  const prefixes = residents.map(([, { virtualMachine }]) => virtualMachine?.addressPrefix);
  if ([addressSpace, ...prefixes].every((given) => isPlain(given))) {
    return;
  }
  const all = pulumi.all([withDefault(addressSpace, () => ADDRESS_SPACE), pulumi.all(prefixes)]);
  onceRight(federation, "network", all, (_path, value) => {
    const [space, known] = value as readonly [string, readonly (string | undefined)[]];
    return subnetProblems(
      space,
      residents.map(([key], index) => ({ key, addressPrefix: known[index] ?? undefined })),
    );
  });
}
