/** Rules for arguments that are IP addresses and networks. */
import { isIPv4 } from "node:net";
import { IAM } from "../../../messages";
import { ipNetwork } from "../../../trust";
import type { Fault, Rule } from "../argument-rule";

/** A private IPv4 network as a CIDR block for a virtual network: a prefix of 8 to 29 bits, with no host bits set. */
export const addressPrefix: Rule<string> = ipv4Network(29, "10.0.0.0/24");

/** The address space of a network with several subnets of 16 addresses: 8 to 28 bits, with no host bits set. */
export const addressSpace: Rule<string> = ipv4Network(28, "10.0.0.0/16");

/** @param longest - The longest prefix, in bits. @param example - What the error shows. */
function ipv4Network(longest: number, example: string): Rule<string> {
  return (value) => {
    const [address = "", length = ""] = value.split("/", 2);
    const bits = Number(length);
    if (
      !isIPv4(address) ||
      !/^\d{1,2}$/.test(length) ||
      bits < 8 ||
      bits > longest ||
      value.split("/").length > 2
    ) {
      return [IAM.say("network-prefix-invalid", longest, example)];
    }
    const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return number % 2 ** (32 - bits) === 0 ? [] : [IAM.say("network-host-bits")];
  };
}

/**
 * Networks whose addresses never reach a public endpoint of AWS: `aws:SourceIp` is the address after every translation
 * (RFC 1918, RFC 6598, RFC 3927 and loopback; RFC 4193, link-local and loopback for IPv6).
 */
const PRIVATE =
  /^(?:10\.|127\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/i;

/** An address or network that requests may come from: IPv4 or IPv6, alone or with a prefix length (CIDR). */
export function sourceIp(value: string): readonly Fault[] {
  const network = ipNetwork(value);
  if (network === undefined) {
    return [IAM.say("ip-range-invalid", "203.0.113.7 or 203.0.113.0/24")];
  }
  if (network.length === 0) {
    return [IAM.say("source-ip-everyone")];
  }
  return PRIVATE.test(network.address) ? [IAM.say("source-ip-private")] : [];
}
