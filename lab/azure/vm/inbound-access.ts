/** Whom a virtual machine's network lets in from the internet. */
import { holdsNetwork } from "../resources/ip-network";
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import type { JsonObject, ResourceStore } from "../resources/resource-store";

/** A TCP connection that somebody on the internet opens. */
export interface Connection {
  /** IPv4 address that it comes from. */
  readonly from: string;
  /** Public IPv4 address that it is for. */
  readonly to: string;
  readonly port: number;
}

/** Prefixes and service tags that hold every address of the internet. */
const EVERYBODY: readonly string[] = ["*", "internet", "0.0.0.0/0"];

/**
 * ID of the machine that a connection reaches; undefined where it is lost on the way.
 *
 * A machine is reached by a public IP address on one of its interfaces, if the security groups of subnet and interface
 * both let it pass. Without any group an address is closed. (Those of the Basic SKU, which were open, Azure no longer
 * makes.) Load balancers are not modeled, nor are application security groups and other service tags than `Internet`.
 *
 * @evidence documentation The security groups of subnet and interface must both allow a connection; a Standard
 *   address without a group is closed. Source: Azure Virtual Network, "Public IP addresses", "How network security
 *   groups filter network traffic".
 */
export function reachedMachine(connection: Connection, store: ResourceStore): string | undefined {
  const [address] = store
    .ofType("Microsoft.Network/publicIPAddresses")
    .filter(({ body }) => body.properties.ipAddress === connection.to);
  for (const nic of store.ofType("Microsoft.Network/networkInterfaces")) {
    for (const configuration of objectsAt(nic.body.properties, "ipConfigurations")) {
      const publicId = textAt(configuration, "properties", "publicIPAddress", "id");
      if (address === undefined || store.get(publicId ?? "") !== address) {
        continue;
      }
      const subnet = store.get(textAt(configuration, "properties", "subnet", "id") ?? "");
      const groups = [subnet, nic].flatMap(
        (holder) => store.get(textAt(holder?.body.properties, "networkSecurityGroup", "id") ?? "") ?? [],
      );
      const passes = groups.length > 0 && groups.every(({ body }) => lets(body.properties, connection));
      return passes ? store.referencesTo(nic.id.text)[0]?.from.id.text : undefined;
    }
  }
  return undefined;
}

/**
 * The first rule that fits decides; the last of the default rules lets nobody in from the internet.
 *
 * @evidence documentation The first rule that fits decides, by priority; the last default rule denies. Source: Azure
 *   Virtual Network, "How network security groups filter network traffic".
 */
function lets(group: JsonObject, connection: Connection): boolean {
  const [first] = objectsAt(group, "securityRules")
    .map((rule) => objectAt(rule, "properties"))
    .filter((rule) => fits(rule, connection))
    .sort((one, other) => Number(one.priority) - Number(other.priority));
  return textAt(first, "access")?.toLowerCase() === "allow";
}

function fits(rule: JsonObject, { from, port }: Connection): boolean {
  const sources = both(rule, "sourceAddressPrefix", "sourceAddressPrefixes");
  const ports = both(rule, "destinationPortRange", "destinationPortRanges");
  return (
    textAt(rule, "direction")?.toLowerCase() === "inbound" &&
    ["*", "tcp"].includes(textAt(rule, "protocol")?.toLowerCase() ?? "") &&
    sources.some((source) => EVERYBODY.includes(source.toLowerCase()) || holds(source, from)) &&
    ports.some((range) => {
      const [first = "", last = first] = range.split("-");
      return range === "*" || (Number(first) <= port && port <= Number(last));
    })
  );
}

function holds(prefix: string, address: string): boolean {
  return holdsNetwork(prefix.includes("/") ? prefix : `${prefix}/32`, `${address}/32`);
}

function both(rule: JsonObject, one: string, many: string): readonly string[] {
  const values = [rule[one], rule[many]].flat();
  return values.filter((value) => typeof value === "string" && value !== "") as string[];
}
