/** Parses IP addresses and networks, so the addresses of calls can be compared with the service tags. */
import { isIPv4, isIPv6 } from "node:net";

/** An address as a number, with the length of its kind in bits. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * Reads an IPv4 or IPv6 address. An IPv4 address in IPv6 form (`::ffff:192.0.2.1`) is the IPv4 address.
 *
 * @returns `undefined` if the text is none.
 */
export function readIpAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) {
    return { bits: 32, value: BigInt(`0x${bytesOf(text)}`) };
  }
  if (!isIPv6(text) || text.includes("%")) {
    return undefined;
  }
  // An IPv4 address at the end is two groups.
  const plain = text.replace(/[\d.]+$/, (tail) =>
    tail.includes(".") ? `${bytesOf(tail).slice(0, 4)}:${bytesOf(tail).slice(4)}` : tail,
  );
  const [head = "", tail] = plain.split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  const value = BigInt(`0x${groups.map((group) => group.padStart(4, "0")).join("")}`);
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** A network as its address and the number of bits that count; `undefined` if the text is none. */
export function readNetwork(
  text: string,
): { readonly address: IpAddress; readonly length: number } | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const read = readIpAddress(address);
  if (read === undefined || rest.length > 0) {
    return undefined;
  }
  const bits = length === undefined ? read.bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return bits < 0 || bits > read.bits ? undefined : { address: read, length: bits };
}

/** Networks whose addresses nobody has on the Internet. Source: IANA, special-purpose address registries (RFC 6890). */
const PRIVATE = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "::/127",
  "fc00::/7",
  "fe80::/10",
].flatMap((network) => readNetwork(network) ?? []);

/** Whether an address is of a private network, so that it says nothing about where the caller is. */
export function isPrivate({ bits, value }: IpAddress): boolean {
  return PRIVATE.some(
    ({ address, length }) =>
      address.bits === bits && value >> BigInt(bits - length) === address.value >> BigInt(bits - length),
  );
}

function bytesOf(text: string): string {
  return text
    .split(".")
    .map((byte) => Number(byte).toString(16).padStart(2, "0"))
    .join("");
}

function groupsOf(text: string): string[] {
  return text === "" ? [] : text.split(":");
}
