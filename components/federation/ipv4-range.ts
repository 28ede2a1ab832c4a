/** IPv4 networks in CIDR notation, as numbers. */

/** The first address of a network, and how many it has. */
export interface Ipv4Range {
  readonly first: number;
  readonly size: number;
}

/** @param network - A network that the rule of its argument accepts, such as `10.0.0.0/16`. */
export function ipv4Range(network: string): Ipv4Range {
  const [address = "", bits = "32"] = network.split("/");
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, size: 2 ** (32 - Number(bits)) };
}

/** All addresses of a network. A public IP prefix of Azure has 16 at most. */
export function addressesOf({ first, size }: Ipv4Range): readonly string[] {
  return Array.from({ length: size }, (_, index) => formatAddress(first + index));
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
