import { asList, hasMarks } from "../../trust";
import { knownStrings } from "../engine/unknown";
import { inboundSources, isInbound, protocolOf, reaches } from "./inbound-rules";
import { covers, overlap } from "./ip-ranges";
import { DECIDING, type SecurityRule } from "./security-rules";

/** From where to where a connection in a virtual network goes. */
export interface NeighborPath {
  /** Networks in which the other machine is; empty if not known. */
  readonly from: readonly string[];
  /** Networks in which the machine is; empty if not known. */
  readonly to: readonly string[];
}

/** What a security group does with logins from a neighbor, and why. */
export interface Access {
  readonly verdict: "open" | "closed" | "unknown";
  /** What lets the neighbor in, in plain words. */
  readonly by: string;
}

/** Names for all addresses, or for all of the virtual network. */
const WHOLE: readonly string[] = ["*", "any", "0.0.0.0/0", "virtualnetwork"];

/** How much of the neighbors' connections a rule is about. */
type Extent = "all" | "some" | "none" | "unknown";

/**
 * Says what the rules of a security group do with a connection from a machine of the same virtual network to a port. The
 * rule with the smallest priority number decides. Without one, Azure's default rule AllowVnetInBound does.
 *
 * Source: Microsoft, "Azure network security groups overview".
 *
 * @param rules - All rules of the group, in any order.
 * @param port - One of the ports for logins. They all take TCP.
 */
export function accessByRules(rules: readonly SecurityRule[], port: number, path: NeighborPath): Access {
  const inOrder = [...rules].sort((one, other) => priorityOf(one) - priorityOf(other));
  for (const rule of inOrder) {
    if (String(rule.direction).toLowerCase() === "outbound") {
      continue;
    }
    // Its place in the order, or whether it denies, may be what is unknown.
    if (DECIDING.some((name) => hasMarks(rule[name]))) {
      return { verdict: "unknown", by: "" };
    }
    const isAllow = isInbound(rule, "allow");
    const extent = isAllow || isInbound(rule, "deny") ? extentOf(rule, port, path) : "none";
    if (isAllow && (extent === "all" || extent === "some")) {
      return { verdict: "open", by: `rule ${JSON.stringify(rule.name)}` };
    }
    if (!isAllow && extent === "all") {
      return { verdict: "closed", by: "" };
    }
    if (!isAllow && extent === "unknown") {
      return { verdict: "unknown", by: "" };
    }
  }
  return { verdict: "open", by: "Azure's default rule AllowVnetInBound" };
}

function priorityOf({ priority }: SecurityRule): number {
  return typeof priority === "number" ? priority : Number.MAX_SAFE_INTEGER;
}

function extentOf(rule: SecurityRule, port: number, { from, to }: NeighborPath): Extent {
  if (!["*", "tcp"].includes(protocolOf(rule)) || !reaches(rule, port)) {
    return "none";
  }
  const destinations = [
    ...knownStrings(rule.destinationAddressPrefix),
    ...knownStrings(rule.destinationAddressPrefixes),
  ];
  const source = shareOf(inboundSources(rule), from);
  const destination = destinations.length === 0 ? "all" : shareOf(destinations, to);
  const limits = [source, destination];
  if (limits.includes("none")) {
    return "none";
  }
  if (limits.includes("unknown")) {
    return "unknown";
  }
  const ports = [...asList(rule.sourcePortRange), ...asList(rule.sourcePortRanges)];
  return limits.includes("some") || ports.some((range) => range !== "*") ? "some" : "all";
}

/** How much of some networks a list of prefixes and service tags takes in. Application security groups take in nothing. */
function shareOf(prefixes: readonly string[], networks: readonly string[]): Extent {
  if (prefixes.some((prefix) => WHOLE.includes(prefix.toLowerCase()))) {
    return "all";
  }
  const addresses = prefixes.filter((prefix) => /^[\da-f]*[.:]/i.test(prefix));
  if (addresses.length > 0 && networks.length === 0) {
    return "unknown";
  }
  if (
    networks.length > 0 &&
    networks.every((network) => addresses.some((prefix) => covers(prefix, network)))
  ) {
    return "all";
  }
  return networks.some((network) => addresses.some((prefix) => overlap(prefix, network))) ? "some" : "none";
}
