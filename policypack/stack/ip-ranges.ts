import { BlockList } from "node:net";
import { ipNetwork } from "azure-to-aws-federation/trust";

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
  const [family, bits] = whole.address.includes(":") ? (["ipv6", 128] as const) : (["ipv4", 32] as const);
  const length = whole.length ?? bits;
  if (part.address.includes(":") !== (family === "ipv6") || length > (part.length ?? bits)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(whole.address, length, family);
  return list.check(part.address, family);
}

/** Whether two addresses or networks have an address in common. */
export function overlap(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one);
}
