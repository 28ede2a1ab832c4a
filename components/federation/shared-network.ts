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
import type { VmWayOut } from "./shared-address";
import { ADDRESS_SPACE, subnetProblems, subnetRange } from "./subnet-ranges";
import { isResident } from "./workload-settings";

/** The parts of the shared network that a VM in it needs. */
interface SharedSubnet extends MachineNetwork {
  readonly wayOut: VmWayOut<pulumi.Input<string>>;
}

/**
 * The network that VMs of a federation share: one virtual network and one NAT gateway. Each VM has a separate subnet. Its
 * security group allows no connection to the VM, not even from the other subnets.
 */
export class SharedNetwork {
  readonly #addressSpace: pulumi.Input<string>;
  readonly #network: VirtualNetwork;
  /** Undefined while each VM has its own NAT gateway. */
  readonly #egress: WayOut | undefined;
  /** The existing NAT gateway of the network, if one is given. */
  readonly #natGatewayId: pulumi.Input<string> | undefined;
  readonly #placed: Placement;
  readonly #child: ChildOptions;
  readonly #subnets: Subnet[] = [];

  private constructor(
    { addressSpace, natGatewayId }: NonNullable<CheckedFederationArgs["network"]>,
    paths: ArgumentPaths,
    placed: Placement,
    child: ChildOptions,
    hasEgress: boolean,
  ) {
    const asking = { paths, parent: child.parent };
    this.#addressSpace = plainOrDefault(addressSpace, () => ADDRESS_SPACE);
    this.#natGatewayId = natGatewayId;
    this.#placed = placed;
    this.#child = child;
    this.#egress = hasEgress ? wayOut(asking, natGatewayId, placed, child) : undefined;
    this.#network = virtualNetwork(paths.name, this.#addressSpace, placed, child);
    if (isGiven(natGatewayId)) {
      demandNatGatewayInRegion(asking, natGatewayId, this.#network.location);
    }
  }

  /**
   * Creates the network, without subnets. Returns undefined without `network`, and while no VM would be in it. A NAT gateway
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
    const hasEgress = residents.some(([, { virtualMachine }]) => !isGiven(virtualMachine?.natGatewayId));
    return new SharedNetwork(network, networkPaths(federation), placed, child, hasEgress);
  }

  /**
   * The subnet of one workload; `undefined` if its VM is not in the network.
   *
   * @param tags - Tags of the security group: a subnet has none.
   */
  subnetOf({ key, name, paths, settings }: NamedWorkload, tags: Tags): SharedSubnet | undefined {
    const { virtualMachine } = settings;
    if (virtualMachine === undefined || !isResident(settings)) {
      return undefined;
    }
    const { addressPrefix, natGatewayId } = virtualMachine;
    const { location, resourceGroupName } = this.#placed;
    const placed = { location, resourceGroupName, ...(isGiven(tags) ? { tags } : {}) };
    const securityGroup = closedGroup(name, placed, this.#child);
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
      // Azure changes one subnet of a network at a time, deletions included. It refuses others with 409
      // AnotherOperationInProgress (Azure/terraform-provider-azapi #503). azure-native 3 repeats a request that is refused
      // so, or with 429, three times, after 20, 60, and 120 seconds; it does not repeat an operation that fails later
      // (`provider/pkg/azure/client_azcore.go`). So each subnet waits for all before it, and Pulumi deletes in the opposite
      // order. One link to the next would not do: Pulumi deletes two subnets at once if the one between them stays. Only
      // the order depends on the earlier subnets, and no property does, so a change of one changes no other one. A network
      // interface needs no order: it waits for its own subnet, and others do not lock it (the service team, in
      // hashicorp/terraform-provider-azurerm #24339).
      [...this.#subnets],
    );
    this.#subnets.push(subnet);
    const wayOut = isGiven(natGatewayId)
      ? { natGatewayId }
      : { natGatewayId: this.#natGatewayId, isOfNetwork: true };
    return { subnetId: subnet.id, egressAddress: egress.address, wayOut };
  }

  #rangeOf(key: string): pulumi.Input<string> {
    const space = this.#addressSpace;
    return isPlain(space)
      ? subnetRange(space, key)
      : pulumi.output(space).apply((known) => subnetRange(known, key));
  }
}

/** Fails for ranges that conflict, once all are known. Plain ranges are checked with the other arguments. */
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
