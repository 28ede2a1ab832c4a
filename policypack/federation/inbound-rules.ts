import { asList, texts } from "../resources/seen-resource";

/** The ports of SSH and of RDP. */
const LOGIN_PORTS = [22, 3389];

/**
 * Says how a rule of a network security group lets the internet reach SSH or RDP.
 *
 * @param rule - In ARM's words, as a part of the group or as a resource.
 * @returns What was found; `undefined` if the rule does not.
 */
export function openToInternet(rule: Readonly<Record<string, unknown>>): string | undefined {
  const isAllowed =
    String(rule.direction).toLowerCase() === "inbound" && String(rule.access).toLowerCase() === "allow";
  const protocol = typeof rule.protocol === "string" ? rule.protocol.toLowerCase() : "*";
  if (!isAllowed || !["*", "tcp", "udp"].includes(protocol)) {
    return undefined;
  }
  const sources = [...texts(rule.sourceAddressPrefix), ...texts(rule.sourceAddressPrefixes)];
  const source = sources.find(isInternet);
  const ranges = [...asList(rule.destinationPortRange), ...asList(rule.destinationPortRanges)].map(String);
  const port = LOGIN_PORTS.find((candidate) => ranges.some((range) => isWithin(candidate, range)));
  return source === undefined || port === undefined
    ? undefined
    : `port ${port} (${port === 22 ? "SSH" : "RDP"}) open to ${source}`;
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
