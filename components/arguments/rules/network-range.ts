import { ipNetwork } from "../../../trust";

/** Where connections may come from: an IPv4 or IPv6 network (CIDR) or address, but not the whole internet. */
export function networkRange(value: string): readonly string[] {
  const network = ipNetwork(value);
  if (network === undefined) {
    return ["must be an IP network or address such as 198.51.100.0/24 or 198.51.100.7"];
  }
  return network.length === 0
    ? ["is the whole internet: name the networks that your administrators come from"]
    : [];
}
