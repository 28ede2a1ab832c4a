/** Whether a virtual machine's network lets it out. */
import { objectAt, objectsAt, textAt } from "../arm/json-reader";
import type { JsonObject, ResourceStore } from "../arm/resource-store";

/**
 * A machine reaches the internet through a public IP address on its interface or through a NAT gateway with one on its
 * subnet. There is no third way: new virtual networks have no default outbound access (Azure Virtual Network, "Default
 * outbound access in Azure"). Load balancers and firewalls are not modelled, nor are outbound rules of security groups.
 */
export function hasEgress(vmId: string, store: ResourceStore): boolean {
  const interfaces = objectsAt(store.get(vmId)?.body.properties, "networkProfile", "networkInterfaces");
  const configurations = interfaces
    .map((entry) => store.get(textAt(entry, "id") ?? ""))
    .flatMap((nic) => objectsAt(nic?.body.properties, "ipConfigurations"))
    .map((entry) => objectAt(entry, "properties"));
  return configurations.some(
    (configuration) => hasAddress(configuration, store) || hasNat(configuration, store),
  );
}

function hasAddress(configuration: JsonObject, store: ResourceStore): boolean {
  const address = store.get(textAt(configuration, "publicIPAddress", "id") ?? "");
  return address?.body.properties.ipAddress !== undefined;
}

function hasNat(configuration: JsonObject, store: ResourceStore): boolean {
  const subnet = store.get(textAt(configuration, "subnet", "id") ?? "");
  const gateway = store.get(textAt(subnet?.body.properties, "natGateway", "id") ?? "");
  return objectsAt(gateway?.body.properties, "publicIpAddresses").some(
    ({ id }) => store.get(String(id)) !== undefined,
  );
}
