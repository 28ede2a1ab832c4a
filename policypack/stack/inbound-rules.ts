import { asList } from "../../trust";
import { knownStrings } from "../engine/unknown";
import type { SecurityRule } from "./security-rules";

/** How people sign in to a VM, by port. */
export const LOGIN_PORTS: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [3389, "RDP"],
  [5985, "WinRM"],
  [5986, "WinRM"],
]);

/** A port that a rule opens. */
export interface OpenPort {
  readonly port: number;
  /** What listens there, such as `SSH`. */
  readonly service: string;
  /** The source as the rule has it. */
  readonly source: string;
}

/**
 * Finds how a rule of a network security group lets the internet reach SSH, RDP, or WinRM. Of two rules the one with the
 * smaller priority number decides.
 *
 * Source: Microsoft, "Azure network security groups overview".
 *
 * @param rule - The rule.
 * @param all - The rules of its group.
 * @returns `undefined` if the rule does not.
 */
export function openToInternet(rule: SecurityRule, all: readonly SecurityRule[]): OpenPort | undefined {
  const protocol = protocolOf(rule);
  if (!isInbound(rule, "allow") || !["*", "tcp", "udp"].includes(protocol)) {
    return undefined;
  }
  const source = inboundSources(rule).find(isInternet);
  const denying = all.filter((other) => isInbound(other, "deny") && decidesBefore(other, rule));
  const open = [...LOGIN_PORTS.keys()].find(
    (port) => reaches(rule, port) && !denying.some((other) => shutsOut(other, protocol, port)),
  );
  return source === undefined || open === undefined
    ? undefined
    : { port: open, service: LOGIN_PORTS.get(open) ?? "", source };
}

/** Whether a rule allows, or denies, what comes in. */
export function isInbound(rule: SecurityRule, access: "allow" | "deny"): boolean {
  return String(rule.direction).toLowerCase() === "inbound" && String(rule.access).toLowerCase() === access;
}

function decidesBefore(other: SecurityRule, rule: SecurityRule): boolean {
  return (
    typeof other.priority === "number" && typeof rule.priority === "number" && other.priority < rule.priority
  );
}

/** Whether a rule that denies keeps the whole internet from a port, in every part of the network. */
function shutsOut(rule: SecurityRule, protocol: string, port: number): boolean {
  const isWhole = (name: string): boolean => {
    const limits = [...asList(rule[name]), ...asList(rule[`${name}es`]), ...asList(rule[`${name}s`])];
    return limits.every((limit) => limit === "*");
  };
  const isLimited = [
    rule.sourceApplicationSecurityGroups,
    rule.sourceApplicationSecurityGroupIds,
    rule.destinationApplicationSecurityGroups,
    rule.destinationApplicationSecurityGroupIds,
  ].some((groups) => asList(groups).length > 0);
  return (
    ["*", protocol].includes(protocolOf(rule)) &&
    inboundSources(rule).some((source) =>
      ["*", "any", "internet", "0.0.0.0/0"].includes(source.toLowerCase()),
    ) &&
    !isLimited &&
    isWhole("sourcePortRange") &&
    isWhole("destinationAddressPrefix") &&
    reaches(rule, port)
  );
}

/** The protocol in lower case; `*` for all. */
export function protocolOf({ protocol }: SecurityRule): string {
  return knownStrings(protocol)[0]?.toLowerCase() ?? "*";
}

/** Where connections come from: addresses, networks, and service tags. */
export function inboundSources(rule: SecurityRule): readonly string[] {
  return [...knownStrings(rule.sourceAddressPrefix), ...knownStrings(rule.sourceAddressPrefixes)];
}

/** Whether a rule is about a port. */
export function reaches(rule: SecurityRule, port: number): boolean {
  return [...asList(rule.destinationPortRange), ...asList(rule.destinationPortRanges)].some((range) =>
    isWithin(port, String(range)),
  );
}

/** Whether a source stands for the internet, whole or nearly. */
function isInternet(source: string): boolean {
  const folded = source.toLowerCase();
  const [, bits] = /\/(\d+)$/.exec(folded) ?? [];
  return (
    ["*", "any", "internet", "0.0.0.0", "::"].includes(folded) ||
    (bits !== undefined && Number(bits) < (folded.includes(":") ? 16 : 8))
  );
}

function isWithin(port: number, range: string): boolean {
  if (range === "*") {
    return true;
  }
  const [from, to = from] = range.split("-").map(Number);
  return from !== undefined && to !== undefined && from <= port && port <= to;
}
