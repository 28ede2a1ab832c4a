/** Warnings about the `allowedSourceIps` of VMs that AWS sees under the same address. */
import { BlockList } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { grouped } from "../../trust/kernel";
import { ipNetwork, joinPaths, memberPath } from "../../trust/text";
import { isGiven, isPlain } from "../arguments/inputs";
import { warn } from "../pulumi/component";
import { gatewayOfSubnet } from "../virtual-machine/existing-egress";
import { addressesOf, ipv4Range } from "./ipv4-range";

/** A workload with a VM. */
export interface Leaving<Addresses> {
  /** The name of the workload. */
  readonly key: string;
  readonly allowedSourceIps: Addresses;
}

type Addresses = readonly string[] | undefined;

/** How the VM of a workload reaches the internet. At most one of the two IDs is set. */
export interface VmWayOut<Id> {
  /** The resource ID of its NAT gateway. */
  readonly natGatewayId?: Id | undefined;
  /** The resource ID of an existing subnet. */
  readonly subnetId?: Id | undefined;
  /** Whether this is the way out of the shared network, which is a new NAT gateway if there is no ID. */
  readonly isOfNetwork?: boolean;
}

interface LeavingVm<Id> extends Leaving<pulumi.Input<pulumi.Input<string>[] | undefined>>, VmWayOut<Id> {
  /** The public addresses and networks that AWS sees, separated by commas; empty if not known. */
  readonly address: pulumi.Output<string>;
}

/** What VMs share, in the words of the warnings. */
export interface SharedWay {
  /** The owner of the address. */
  readonly owner: string;
  /** Why AWS sees the same address. */
  readonly why: string;
  /** How a workload gets another address. */
  readonly remedy: string;
}

export const SHARED_NETWORK: SharedWay = {
  owner: "the shared network",
  why: "all VMs of the shared network leave from one address",
  remedy: "To give a workload a separate address, set its virtualMachine.natGatewayId",
};
export const NAT_GATEWAY: SharedWay = {
  owner: "its NAT gateway",
  why: "these VMs leave through one NAT gateway",
  remedy: "To give a workload a separate address, give its VM another NAT gateway",
};
export const SUBNET: SharedWay = {
  owner: "its subnet",
  why: "these VMs leave from one subnet",
  remedy: "To give a workload a separate address, put its VM into a subnet with another NAT gateway",
};

/**
 * The VMs of a federation by their way to the internet: the shared network, one NAT gateway, or one existing subnet. Warns
 * about `allowedSourceIps` that do not work as they seem to.
 */
export class SharedAddresses {
  readonly #vms: LeavingVm<pulumi.Input<string>>[] = [];

  /** Adds a VM. Do not add a VM with its own new NAT gateway, which shares nothing. */
  add(vm: LeavingVm<pulumi.Input<string>>): void {
    this.#vms.push(vm);
  }

  /**
   * Warns, once IDs, lists, and addresses are known. A preview does not know the address of a new NAT gateway.
   *
   * @param parent - The component, at which the warnings are shown.
   */
  warn(parent: pulumi.Resource): void {
    if (!this.#vms.some(({ allowedSourceIps }) => isGiven(allowedSourceIps))) {
      return;
    }
    const reported = new Set<string>();
    // A preview may not know an ID. It still warns about the VMs whose ID it knows, and about those of the network.
    const first = pulumi.output(warnOfGroups(parent, this.#vms.flatMap(withPlainIds), reported));
    if (this.#vms.every(hasPlainIds)) {
      return;
    }
    const ids = this.#vms.map(({ natGatewayId, subnetId }) => pulumi.all([natGatewayId, subnetId]));
    pulumi.all([pulumi.all(ids), first]).apply(async ([known]) =>
      warnOfGroups(
        parent,
        this.#vms.map((vm, index) => {
          const [natGatewayId, subnetId] = known[index] ?? [];
          return { ...vm, natGatewayId, subnetId };
        }),
        reported,
      ),
    );
  }
}

function hasPlainIds(vm: LeavingVm<pulumi.Input<string>>): vm is LeavingVm<string> {
  return isPlain(vm.natGatewayId) && isPlain(vm.subnetId);
}

/** A VM with IDs that are known at once. A VM in the shared network needs none, because all of them share one NAT gateway. */
function withPlainIds(vm: LeavingVm<pulumi.Input<string>>): LeavingVm<string>[] {
  if (hasPlainIds(vm)) {
    return [vm];
  }
  return vm.isOfNetwork === true ? [{ ...vm, natGatewayId: undefined, subnetId: undefined }] : [];
}

async function warnOfGroups(
  parent: pulumi.Resource,
  vms: readonly LeavingVm<string>[],
  reported: Set<string>,
): Promise<void> {
  const ways = await Promise.all(vms.map(async (vm) => ({ vm, ...(await wayOf(parent, vm)) })));
  for (const members of grouped(ways, ({ id }) => id).values()) {
    const isOfNetwork = members.some(({ vm }) => vm.isOfNetwork);
    const [first] = members;
    if (first !== undefined && (isOfNetwork || members.length > 1)) {
      const group = members.map(({ vm }) => vm);
      warnOfGroup(parent, group, isOfNetwork ? SHARED_NETWORK : first.way, reported);
    }
  }
}

/** How a VM reaches the internet. VMs that share it have the same ID: Azure compares IDs without case. */
async function wayOf(
  parent: pulumi.Resource,
  { natGatewayId, subnetId }: VmWayOut<string>,
): Promise<{ readonly id: string; readonly way: SharedWay }> {
  const gateway = isGiven(subnetId) ? await gatewayOfSubnet(parent, subnetId) : (natGatewayId ?? "");
  return gateway === undefined
    ? { id: (subnetId ?? "").toLowerCase(), way: SUBNET }
    : { id: gateway.toLowerCase(), way: NAT_GATEWAY };
}

function warnOfGroup(
  parent: pulumi.Resource,
  vms: readonly LeavingVm<string>[],
  way: SharedWay,
  reported: Set<string>,
): void {
  const lists = pulumi.all(vms.map(({ allowedSourceIps }) => pulumi.output(allowedSourceIps)));
  const withLists = (known: readonly Addresses[]) =>
    vms.map(({ key }, index) => ({ key, allowedSourceIps: known[index] }));
  const warnOnce = async (messages: readonly Message[]): Promise<void> => {
    for (const message of messages.filter(({ text }) => !reported.has(text))) {
      reported.add(message.text);
      await warn(message, parent);
    }
  };
  lists.apply(async (known) => warnOnce(differingLists(withLists(known), way)));
  pulumi
    .all([lists, vms[0]?.address ?? ""])
    .apply(async ([known, found]) => warnOnce(listsWithoutAddress(withLists(known), found, way)));
}

/** The warning about lists that differ. It does not repeat their values: they may be secret. */
export function differingLists(
  workloads: readonly Leaving<Addresses>[],
  { why, remedy }: SharedWay,
): readonly Message[] {
  const given = workloads.filter(({ allowedSourceIps }) => isGiven(allowedSourceIps));
  const lists = new Set(given.map(({ allowedSourceIps = [] }) => comparable(allowedSourceIps)));
  if (lists.size < 2) {
    return [];
  }
  const names = given.map(({ key }) => memberPath("workloads", key)).join(", ");
  return [
    coded(
      "shared-address-differing-lists",
      `allowedSourceIps of ${names} differ, but ${why}, so AWS cannot tell them apart by it`,
      remedy,
    ),
  ];
}

/** A list as a string that does not depend on the order, repetition, or spelling of its addresses. */
function comparable(list: readonly string[]): string {
  const items = list.map((item) => {
    const network = ipNetwork(item);
    return network === undefined ? item : `${network.address}/${network.length ?? lengthOf(network.address)}`;
  });
  return [...new Set(items)].sort().join();
}

/** How many bits an address has. */
function lengthOf(address: string): number {
  return address.includes(":") ? 128 : 32;
}

/**
 * The warnings about lists that shut out their own VM. They do not repeat the values of a list.
 *
 * @param address - The addresses and networks from which the VMs connect, separated by commas; empty if not known.
 */
export function listsWithoutAddress(
  workloads: readonly Leaving<Addresses>[],
  address: string,
  { owner }: SharedWay,
): readonly Message[] {
  const sources = address.split(",").filter((source) => source !== "");
  return workloads.flatMap(({ key, allowedSourceIps }) => {
    const missing = isGiven(allowedSourceIps)
      ? sources.filter((source) => !isAllowed(source, allowedSourceIps))
      : [];
    const path = joinPaths(memberPath("workloads", key), "allowedSourceIps");
    return missing.length === 0
      ? []
      : [
          coded(
            "shared-address-not-allowed",
            `${path}: the VM leaves from ${missing.join(", ")}, the address of ${owner}. AWS refuses the VM whenever it leaves from there`,
            "Add the address to the list",
          ),
        ];
  });
}

/** Whether all of an IPv4 address or network is allowed. */
function isAllowed(source: string, allowed: readonly string[]): boolean {
  const list = new BlockList();
  for (const item of allowed) {
    const network = ipNetwork(item);
    if (network !== undefined) {
      const { address, length } = network;
      list.addSubnet(address, length ?? lengthOf(address), address.includes(":") ? "ipv6" : "ipv4");
    }
  }
  return addressesOf(ipv4Range(source)).every((address) => list.check(address));
}
