/** What `allowedSourceIps` means for VMs that leave from one address. */
import { BlockList } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { ipNetwork, joinPaths, memberPath } from "../../trust";
import { isGiven } from "../arguments/inputs";
import { warn } from "../pulumi/component";
import { addressesOf, ipv4Range } from "./ipv4-range";

/** A workload whose VM leaves from the shared address. */
export interface Leaving<Addresses> {
  /** The name of the workload. */
  readonly key: string;
  readonly allowedSourceIps: Addresses;
}

type Addresses = readonly string[] | undefined;

/**
 * Warns of `allowedSourceIps` that cannot do what they seem to, once they are known. In a preview, a new address is
 * unknown.
 *
 * @param parent - The component, at which the warnings are shown.
 * @param address - The addresses and networks of the shared NAT gateway, separated by commas; empty if not known.
 */
export function warnOfSharedAddress(
  parent: pulumi.Resource,
  address: pulumi.Output<string>,
  workloads: readonly Leaving<pulumi.Input<pulumi.Input<string>[] | undefined>>[],
): void {
  const lists = pulumi.all(workloads.map(({ allowedSourceIps }) => pulumi.output(allowedSourceIps)));
  const withLists = (known: readonly Addresses[]) =>
    workloads.map(({ key }, index) => ({ key, allowedSourceIps: known[index] }));
  lists.apply(async (known) => {
    for (const text of differingLists(withLists(known))) {
      await warn(text, parent);
    }
  });
  pulumi.all([lists, address]).apply(async ([known, found]) => {
    for (const text of listsWithoutAddress(withLists(known), found)) {
      await warn(text, parent);
    }
  });
}

/** What to say of lists that differ. Their values are not repeated: they may be secret. */
export function differingLists(workloads: readonly Leaving<Addresses>[]): readonly string[] {
  const given = workloads.filter(({ allowedSourceIps }) => isGiven(allowedSourceIps));
  const lists = new Set(given.map(({ allowedSourceIps = [] }) => comparable(allowedSourceIps)));
  if (lists.size < 2) {
    return [];
  }
  const names = given.map(({ key }) => memberPath("workloads", key)).join(", ");
  return [
    `allowedSourceIps of ${names} differ, but all VMs of the shared network leave from one address, so AWS cannot tell ` +
      "them apart by it. To give a workload an address of its own, set its virtualMachine.natGatewayId, or ownNetwork: true.",
  ];
}

/** A list as a text that is the same however its addresses are ordered, repeated, or written. */
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

/** What to say of lists that shut their own VM out. The values of a list are not repeated. */
export function listsWithoutAddress(
  workloads: readonly Leaving<Addresses>[],
  address: string,
): readonly string[] {
  const sources = address.split(",").filter((source) => source !== "");
  return workloads.flatMap(({ key, allowedSourceIps }) => {
    const missing = isGiven(allowedSourceIps)
      ? sources.filter((source) => !isAllowed(source, allowedSourceIps))
      : [];
    const path = joinPaths(memberPath("workloads", key), "allowedSourceIps");
    return missing.length === 0
      ? []
      : [
          `${path}: the VM leaves from ${missing.join(", ")}, the address of the shared network. Add it to the list: ` +
            "until then, AWS refuses the VM whenever it leaves from there.",
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
