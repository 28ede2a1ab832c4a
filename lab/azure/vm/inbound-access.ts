/** Which connections a virtual machine's network accepts: from the internet, and from the same virtual network. */
import { holdsNetwork } from "../resources/ip-network";
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import { sameId } from "../resources/resource-id";
import type { JsonObject, Resource, ResourceStore } from "../resources/resource-store";

/** A TCP connection that somebody opens. */
export interface Connection {
  /** IPv4 address on the internet that it comes from, or the ID of the machine. */
  readonly from: string | { readonly vmId: string };
  /** IPv4 address that it is for: a public one from the internet, a private one from a machine. */
  readonly to: string;
  readonly port: number;
}

/** What a rule sees of a connection. */
interface Source {
  readonly address: string;
  readonly port: number;
  readonly origin: keyof typeof EVERYBODY;
}

/** Prefixes and service tags that hold every address of the internet, or of the virtual network. */
const EVERYBODY = {
  internet: ["*", "internet", "0.0.0.0/0"],
  virtualNetwork: ["*", "virtualnetwork", "0.0.0.0/0"],
} as const satisfies Record<string, readonly string[]>;

/**
 * ID of the machine that a connection reaches. Undefined if it reaches none.
 *
 * From the internet, a connection reaches a public IP address on one of the machine's interfaces. The security groups of subnet and
 * interface must both allow it. Without any group, the address is closed. (Addresses of the Basic SKU were open; Azure no longer
 * creates them.) From a machine of the same virtual network, it reaches the private address. Without any group, that is open.
 *
 * Not modeled: load balancers, peerings, outbound rules, application security groups, and service tags other than `Internet` and
 * `VirtualNetwork`.
 *
 * @evidence documentation The security groups of subnet and interface must both allow a connection; a Standard
 *   address without a group is closed. Source: Azure Virtual Network, "Public IP addresses", "How network security
 *   groups filter network traffic".
 */
export function reachedMachine({ from, to, port }: Connection, store: ResourceStore): string | undefined {
  return typeof from === "string"
    ? reachedFromInternet(to, { address: from, port, origin: "internet" }, store)
    : reachedFromMachine(to, { ...from, port }, store);
}

function reachedFromInternet(to: string, source: Source, store: ResourceStore): string | undefined {
  const [address] = store
    .ofType("Microsoft.Network/publicIPAddresses")
    .filter(({ body }) => body.properties.ipAddress === to);
  for (const nic of store.ofType("Microsoft.Network/networkInterfaces")) {
    for (const configuration of objectsAt(nic.body.properties, "ipConfigurations")) {
      const publicId = textAt(configuration, "properties", "publicIPAddress", "id");
      if (address === undefined || store.get(publicId ?? "") !== address) {
        continue;
      }
      const groups = groupsOf(nic, configuration, store);
      const passes = groups.length > 0 && groups.every(({ body }) => lets(body.properties, source));
      return passes ? machineOf(nic, store) : undefined;
    }
  }
  return undefined;
}

function reachedFromMachine(
  to: string,
  { vmId, port }: { readonly vmId: string; readonly port: number },
  store: ResourceStore,
): string | undefined {
  const interfaces = store.ofType("Microsoft.Network/networkInterfaces");
  const own = interfaces.filter((nic) => sameId(machineOf(nic, store) ?? "", vmId)).flatMap(placesOf);
  for (const nic of interfaces) {
    for (const { network, address, configuration } of placesOf(nic)) {
      const source = own.find((place) => sameId(place.network, network));
      if (address !== to || source === undefined) {
        continue;
      }
      const groups = groupsOf(nic, configuration, store);
      const seen: Source = { address: source.address, port, origin: "virtualNetwork" };
      return groups.every(({ body }) => lets(body.properties, seen)) ? machineOf(nic, store) : undefined;
    }
  }
  return undefined;
}

/** Where an interface is: the ID of its virtual network and its private address, for each of its configurations. */
function placesOf(nic: Resource) {
  return objectsAt(nic.body.properties, "ipConfigurations").map((configuration) => ({
    configuration,
    network: (textAt(configuration, "properties", "subnet", "id") ?? "").replace(/\/subnets\/[^/]*$/i, ""),
    address: textAt(configuration, "properties", "privateIPAddress") ?? "",
  }));
}

function groupsOf(nic: Resource, configuration: JsonObject, store: ResourceStore): readonly Resource[] {
  const subnet = store.get(textAt(configuration, "properties", "subnet", "id") ?? "");
  return [subnet, nic].flatMap(
    (holder) => store.get(textAt(holder?.body.properties, "networkSecurityGroup", "id") ?? "") ?? [],
  );
}

function machineOf(nic: Resource, store: ResourceStore): string | undefined {
  return store.referencesTo(nic.id.text)[0]?.from.id.text;
}

/**
 * The first rule that fits decides. Among the default rules, one lets in what comes from the virtual network, and the last
 * lets nobody in from the internet.
 *
 * @evidence documentation The first rule that fits decides, by priority; the last default rule denies. Source: Azure
 *   Virtual Network, "How network security groups filter network traffic".
 */
function lets(group: JsonObject, source: Source): boolean {
  const [first] = objectsAt(group, "securityRules")
    .map((rule) => objectAt(rule, "properties"))
    .filter((rule) => fits(rule, source))
    .sort((one, other) => Number(one.priority) - Number(other.priority));
  if (first === undefined) {
    // @evidence documentation Without a rule that fits, what comes from the virtual network gets in. Source: Azure
    // Virtual Network, "Network security groups", default security rule `AllowVnetInBound`.
    return source.origin === "virtualNetwork";
  }
  return textAt(first, "access")?.toLowerCase() === "allow";
}

function fits(rule: JsonObject, { address, port, origin }: Source): boolean {
  const sources = both(rule, "sourceAddressPrefix", "sourceAddressPrefixes");
  const ports = both(rule, "destinationPortRange", "destinationPortRanges");
  return (
    textAt(rule, "direction")?.toLowerCase() === "inbound" &&
    ["*", "tcp"].includes(textAt(rule, "protocol")?.toLowerCase() ?? "") &&
    sources.some(
      (source) =>
        (EVERYBODY[origin] as readonly string[]).includes(source.toLowerCase()) || holds(source, address),
    ) &&
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
