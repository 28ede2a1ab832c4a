/** IPv4 networks in CIDR notation. */

/** Lowest address and size of a network, as numbers. */
export interface IpNetwork {
  readonly first: number;
  readonly size: number;
}

/**
 * Addresses that Azure keeps for itself at the start of a subnet ("Azure Virtual Network FAQ"); the last one too.
 *
 * @evidence documentation Azure keeps the first four addresses of a subnet and the last one. Source: "Azure Virtual
 *   Network FAQ".
 */
const RESERVED = 4;

/** Reads `a.b.c.d/n`; undefined if it is none, or if its host bits are set. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [, address = "", bits = ""] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split(".").map(Number);
  const size = 2 ** (32 - Number(bits));
  if (address === "" || Number(bits) > 32 || octets.some((octet) => octet > 255)) {
    return undefined;
  }
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return first % size === 0 ? { first, size } : undefined;
}

/** Whether the network `outer` holds all of the network `inner`. */
export function holdsNetwork(outer: string, inner: string): boolean {
  const [one, other] = [parseNetwork(outer), parseNetwork(inner)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.first <= other.first &&
    other.first + other.size <= one.first + one.size
  );
}

/** Whether two networks have an address in common. */
export function overlaps(one: string, other: string): boolean {
  return holdsNetwork(one, other) || holdsNetwork(other, one);
}

/** The first network of `2 ** (32 - bits)` addresses inside `outer` that is free; undefined when there is none left. */
export function firstFreeNetwork(outer: string, bits: number, taken: readonly string[]): string | undefined {
  const space = parseNetwork(outer);
  if (space === undefined) {
    return undefined;
  }
  const size = 2 ** (32 - bits);
  for (let offset = 0; offset + size <= space.size; offset += size) {
    const network = `${formatAddress(space.first + offset)}/${bits}`;
    if (!taken.some((other) => overlaps(network, other))) {
      return network;
    }
  }
  return undefined;
}

/** The first address of a subnet that is free to use; undefined when there is none left. */
export function firstFreeAddress(subnet: string, taken: readonly string[]): string | undefined {
  const network = parseNetwork(subnet);
  if (network === undefined) {
    return undefined;
  }
  for (let offset = RESERVED; offset < network.size - 1; offset += 1) {
    const address = formatAddress(network.first + offset);
    if (!taken.includes(address)) {
      return address;
    }
  }
  return undefined;
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
