/** Rules for arguments that are IP addresses and networks. */
import { coded } from "../../../messages";
import { ipNetwork } from "../../../trust/text";
import type { Fault } from "../argument-rule";

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
    return [
      coded(
        "ip-range-invalid",
        "invalid address. Expected an IP address or network, such as 203.0.113.7 or 203.0.113.0/24",
      ),
    ];
  }
  if (network.length === 0) {
    return [coded("source-ip-everyone", "would allow every address; omit it if that is what you want")];
  }
  return PRIVATE.test(network.address)
    ? [
        coded(
          "source-ip-private",
          "is a private network. Expected the public addresses from which requests leave, which AWS sees",
        ),
      ]
    : [];
}
