/** The addresses of each workload in the network that a federation's VMs share. */
import { createHash } from "node:crypto";
import { FEDERATION } from "../../messages";
import { joinPaths, memberPath } from "../../trust";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { shown } from "../arguments/argument-rule";
import { cidr, holds, type Ipv4Range, ipv4Range, overlaps } from "./ipv4-range";

/** The default of `network.addressSpace`. */
export const ADDRESS_SPACE = "10.0.0.0/16";

/**
 * The size of a subnet without an `addressPrefix`: a /28. Azure's smallest is a /29 with 3 usable addresses, and a VM whose
 * interface is replaced needs two. The addresses of a subnet in use cannot change, so a subnet must not be too small.
 */
const SUBNET_SIZE = 16;

/** A workload whose VM is in the network. */
export interface Resident {
  /** The name of the workload. */
  readonly key: string;
  /** `virtualMachine.addressPrefix`, if it is given. */
  readonly addressPrefix?: string | undefined;
}

/**
 * The subnet of a workload without an `addressPrefix`. It follows from the name of the workload and the address space alone.
 * So adding, removing, or reordering workloads never changes another workload's subnet, and neither does renaming the
 * federation.
 *
 * @param addressSpace - A network of at least 16 addresses in CIDR notation.
 */
export function subnetRange(addressSpace: string, key: string): string {
  const space = ipv4Range(addressSpace);
  const hash = createHash("sha256").update(key).digest().readUIntBE(0, 6);
  return cidr(place(space, hash % (space.size / SUBNET_SIZE)));
}

function place({ first }: Ipv4Range, index: number): Ipv4Range {
  return { first: first + index * SUBNET_SIZE, size: SUBNET_SIZE };
}

/**
 * The conflicts between the subnets, at the arguments of a federation.
 *
 * @param addressSpace - A network that the rule of its argument accepts, in CIDR notation.
 * @param residents - The workloads in the network, with ranges that the rule of their argument accepts.
 */
export function subnetProblems(addressSpace: string, residents: readonly Resident[]): ArgumentProblem[] {
  const space = ipv4Range(addressSpace);
  const unplaced = residents.filter(({ addressPrefix }) => addressPrefix === undefined).length;
  if (unplaced > space.size / SUBNET_SIZE) {
    const needed = cidr({ first: space.first, size: 2 ** Math.ceil(Math.log2(unplaced * SUBNET_SIZE)) });
    const message = FEDERATION.say("address-space-too-small", unplaced, needed.split("/")[1] ?? "");
    return [{ path: "network.addressSpace", ...message, given: shown(addressSpace) }];
  }
  const settled = residents.map(({ key, addressPrefix }) => ({
    key,
    isGiven: addressPrefix !== undefined,
    range: ipv4Range(addressPrefix ?? subnetRange(addressSpace, key)),
  }));
  const taken = settled.map(({ range }) => range);
  return settled.flatMap((resident, index) => {
    const { key, isGiven, range } = resident;
    const path = joinPaths(memberPath("workloads", key), "virtualMachine.addressPrefix");
    if (!holds(space, range)) {
      return [{ path, ...FEDERATION.say("subnet-outside", addressSpace), given: shown(cidr(range)) }];
    }
    const other = settled.slice(0, index).find((earlier) => overlaps(earlier.range, range));
    if (other === undefined) {
      return sameName(settled.slice(0, index), key);
    }
    const theirs = `${memberPath("workloads", other.key)}, ${cidr(other.range)}`;
    const free = freeRange(space, taken);
    return isGiven || other.isGiven
      ? [{ path, ...FEDERATION.say("subnet-overlap", theirs, free), given: shown(cidr(range)) }]
      : [{ path, ...FEDERATION.say("subnet-default-taken", theirs, free) }];
  });
}

/** Azure compares the names of subnets, which are made from the workloads', without case. */
function sameName(earlier: readonly { readonly key: string }[], key: string): ArgumentProblem[] {
  const twin = earlier.find((other) => other.key.toLowerCase() === key.toLowerCase());
  if (twin === undefined) {
    return [];
  }
  const message = FEDERATION.say("subnet-name-case", memberPath("workloads", twin.key));
  return [{ path: memberPath("workloads", key), ...message }];
}

/** The first free range of 16 addresses. */
function freeRange(space: Ipv4Range, taken: readonly Ipv4Range[]): string | undefined {
  for (let index = 0; index < space.size / SUBNET_SIZE; index++) {
    const range = place(space, index);
    if (!taken.some((other) => overlaps(other, range))) {
      return cidr(range);
    }
  }
  return undefined;
}
