/** Whether a virtual machine's network lets it out, and from which address. */
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import type { JsonObject, ResourceStore } from "../resources/resource-store";

/** Whether a machine reaches the internet at all. */
export function hasEgress(vmId: string, store: ResourceStore): boolean {
  return egressAddress(vmId, store) !== undefined;
}

/**
 * The public address that a machine's connections come from; undefined where they do not get out.
 *
 * A machine reaches the internet through a public IP address on its interface or through a NAT gateway with one on its
 * subnet, or with a prefix of them. There is no third way. Load balancers and firewalls are not modeled, nor are outbound
 * rules of security groups.
 *
 * @evidence documentation A machine gets out by a NAT gateway or a public IP address; new networks have no default
 *   way out. Source: Azure Virtual Network, "Default outbound access in Azure".
 */
export function egressAddress(vmId: string, store: ResourceStore): string | undefined {
  const interfaces = objectsAt(store.get(vmId)?.body.properties, "networkProfile", "networkInterfaces");
  const configurations = interfaces
    .map((entry) => store.get(textAt(entry, "id") ?? ""))
    .flatMap((nic) => objectsAt(nic?.body.properties, "ipConfigurations"))
    .map((entry) => objectAt(entry, "properties"));
  // @evidence documentation A NAT gateway comes before the address of the interface. Source: Azure NAT Gateway, "NAT
  // gateway and public IPs".
  return configurations
    .flatMap((configuration) => [natAddress(configuration, store), ownAddress(configuration, store)])
    .find((address) => address !== undefined);
}

function ownAddress(configuration: JsonObject, store: ResourceStore): string | undefined {
  return addressOf(textAt(configuration, "publicIPAddress", "id"), store);
}

function natAddress(configuration: JsonObject, store: ResourceStore): string | undefined {
  const subnet = store.get(textAt(configuration, "subnet", "id") ?? "");
  const gateway = store.get(textAt(subnet?.body.properties, "natGateway", "id") ?? "");
  // A gateway uses each of its addresses, and each of its prefixes' first to last; the lab's takes the first.
  const addresses = objectsAt(gateway?.body.properties, "publicIpAddresses").map(({ id }) =>
    addressOf(String(id), store),
  );
  const prefixes = objectsAt(gateway?.body.properties, "publicIpPrefixes").map(({ id }) =>
    textAt(store.get(String(id))?.body.properties, "ipPrefix")?.replace(/\/.*$/, ""),
  );
  return [...addresses, ...prefixes].find((address) => address !== undefined);
}

function addressOf(id: string | undefined, store: ResourceStore): string | undefined {
  return textAt(store.get(id ?? "")?.body.properties, "ipAddress");
}
