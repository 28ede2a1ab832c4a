/** Network interfaces. */
import { ArmError } from "../../resources/arm-error";
import { firstFreeAddress } from "../../resources/ip-network";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import type { JsonObject, ResourceChange, ResourceStore } from "../../resources/resource-store";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";
import { addressPrefixOf } from "./subnets";

/**
 * A network interface: gets an address in its subnet, and stays as long as a virtual machine uses it.
 *
 * @evidence documentation An interface gets the first free address of its subnet. Source: Azure Virtual Network,
 *   "Private IP addresses"; that it is the first is inferred.
 * @evidence documentation A network interface shows `ipConfigurations`, `virtualMachine`, `primary`,
 *   `privateIPAllocationMethod`, `privateIPAddressVersion`, `privateIPAddress`, and `provisioningState`. Source: Azure,
 *   "Network Interfaces - Get".
 */
export const networkInterfaces: ArmBehavior = {
  type: "Microsoft.Network/networkInterfaces",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: ["virtualMachine", "macAddress", "primary", "resourceGuid"],
  prepare(change, { store }) {
    const given = objectsAt(change.body.properties, "ipConfigurations");
    if (given.length === 0) {
      // @evidence inferred An interface needs an IP configuration. Reason: the type requires one; code and text
      // follow the network provider's others.
      throw new ArmError(
        400,
        "NetworkInterfaceMustHaveOneIpConfiguration",
        `Network interface ${change.id.text} must have at least one ip configuration.`,
      );
    }
    const ipConfigurations = given.map((entry, index) => readIpConfiguration(change, entry, index, store));
    const defaults = { enableIPForwarding: false, enableAcceleratedNetworking: false };
    return {
      body: { ...change.body, properties: { ...defaults, ...change.body.properties, ipConfigurations } },
    };
  },
  refuseDeletion({ id }, [{ from }]) {
    // @evidence log An interface in use is `NicInUse`. Source: hashicorp/terraform-provider-azurerm #8105.
    return new ArmError(
      400,
      "NicInUse",
      `Network Interface ${id.text} is used by existing resource ${from.id.text}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
    );
  },
  /**
   * @evidence log A reserved interface cannot be deleted. Source: taskcluster/taskcluster #7196,
   *   cloudfoundry/bosh-azure-cpi-release #366.
   */
  demandDeletable({ id }, { reservations }) {
    reservations.demandFree(id.text);
  },
  view({ id, body }, { store }) {
    const [reference] = store.referencesTo(id.text);
    if (reference === undefined) {
      return body;
    }
    const virtualMachine = { id: reference.from.id.text };
    return { ...body, properties: { ...body.properties, virtualMachine, primary: true } };
  },
};

function readIpConfiguration(
  { id, before }: ResourceChange,
  given: JsonObject,
  index: number,
  store: ResourceStore,
): JsonObject {
  const name = textAt(given, "name") ?? `ipconfig${index + 1}`;
  const properties = objectAt(given, "properties");
  const subnetId = textAt(properties, "subnet", "id");
  if (subnetId === undefined) {
    // @evidence report An IP configuration without a subnet is `SubnetIsRequired`. Source: answers quoted in public
    // logs; their text is another one, "Subnet reference is required for ipconfiguration".
    throw new ArmError(
      400,
      "SubnetIsRequired",
      `Ip configuration ${id.text}/ipConfigurations/${name} must reference a subnet.`,
    );
  }
  const former = objectsAt(before?.body.properties, "ipConfigurations").find((entry) => entry.name === name);
  const formerSubnet = textAt(former, "properties", "subnet", "id");
  const privateIPAddress =
    (formerSubnet === subnetId ? textAt(former, "properties", "privateIPAddress") : undefined) ??
    textAt(properties, "privateIPAddress") ??
    freeAddress(subnetId, store);
  return {
    name,
    id: `${id.text}/ipConfigurations/${name}`,
    type: "Microsoft.Network/networkInterfaces/ipConfigurations",
    properties: {
      privateIPAllocationMethod: "Dynamic",
      privateIPAddressVersion: "IPv4",
      primary: index === 0,
      ...properties,
      privateIPAddress,
      provisioningState: "Succeeded",
    },
  };
}

/** An address for a subnet that is not there is nobody's: the missing reference is refused afterwards. */
function freeAddress(subnetId: string, store: ResourceStore): string | undefined {
  const subnet = store.get(subnetId);
  const prefix = addressPrefixOf(subnet?.body.properties ?? {});
  if (subnet === undefined || prefix === undefined) {
    return undefined;
  }
  const taken = store
    .ofType(networkInterfaces.type)
    .flatMap(({ body }) => objectsAt(body.properties, "ipConfigurations"))
    .flatMap((entry) => textAt(entry, "properties", "privateIPAddress") ?? []);
  const address = firstFreeAddress(prefix, taken);
  if (address === undefined) {
    // @evidence report A subnet without free addresses is `SubnetIsFull`. Source: answers quoted in public logs.
    throw new ArmError(
      400,
      "SubnetIsFull",
      `Subnet ${subnet.id.name} with address prefix ${prefix} does not have enough capacity for 1 IP addresses.`,
    );
  }
  return address;
}
