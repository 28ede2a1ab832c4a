import { BlockList } from "node:net";
import { ipNetwork } from "../../trust";

/**
 * Whether all addresses of `inner` are in `outer`.
 *
 * @param outer - An address or a network in CIDR notation. Anything else, such as a service tag, covers nothing.
 */
export function covers(outer: string, inner: string): boolean {
  const [whole, part] = [ipNetwork(outer), ipNetwork(inner)];
  if (whole === undefined || part === undefined) {
    return false;
  }
  const isV6 = whole.address.includes(":");
  const bits = isV6 ? 128 : 32;
  const length = whole.length ?? bits;
  if (part.address.includes(":") !== isV6 || length > (part.length ?? bits)) {
    return false;
  }
  if (!isV6) {
    // Each pair of a stack's VMs is compared, for which a BlockList takes too long.
    const size = 2 ** (bits - length);
    return Math.floor(numberOf(whole.address) / size) === Math.floor(numberOf(part.address) / size);
  }
  const list = new BlockList();
  list.addSubnet(whole.address, length, "ipv6");
  return list.check(part.address, "ipv6");
}

/** Whether two addresses or networks have an address in common. */
export function overlap(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one);
}

/** An IPv4 address as a number. */
function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
