import { isIPv4 } from "node:net";

/** A private IPv4 network as a CIDR block for a virtual network: a prefix of 8 to 29 bits, with no host bits set. */
export function addressPrefix(value: string): readonly string[] {
  const wrong = ["must be an IPv4 network with a prefix length from 8 to 29 such as 10.0.0.0/24"];
  const [address = "", length = ""] = value.split("/", 2);
  const bits = Number(length);
  if (!isIPv4(address) || !/^\d{1,2}$/.test(length) || bits < 8 || bits > 29 || value.split("/").length > 2) {
    return wrong;
  }
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return number % 2 ** (32 - bits) === 0
    ? []
    : ["must be the first address of the network: host bits are set"];
}
