/** Public IP addresses. */
import { ArmError } from "../arm-error";
import { sameId } from "../resource-id";
import type { ResourceType } from "../resource-type";
import { natGateways } from "./nat-gateways";

/** The block of addresses for documentation (RFC 5737) that the lab gives away. */
const BLOCK = "203.0.113";

/** A public IP address. The lab's is given at creation, whatever the allocation method. */
export const publicIpAddresses: ResourceType = {
  type: "Microsoft.Network/publicIPAddresses",
  asynchronous: "always",
  readOnly: ["ipAddress", "ipConfiguration", "natGateway", "resourceGuid"],
  prepare({ body, before }, { store }) {
    if (body.properties.publicIPPrefix !== undefined) {
      throw ArmError.notInTheLab("a public IP address out of a public IP prefix.");
    }
    const taken = store.ofType(this.type).map((resource) => resource.body.properties.ipAddress);
    const free = Array.from({ length: 254 }, (_, index) => `${BLOCK}.${index + 1}`).find(
      (address) => !taken.includes(address),
    );
    if (free === undefined) {
      throw ArmError.notInTheLab("more than 254 public IP addresses.");
    }
    const ipAddress = before?.body.properties.ipAddress ?? free;
    const defaults = {
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Dynamic",
      idleTimeoutInMinutes: 4,
    };
    return { body: { ...body, properties: { ...defaults, ...body.properties, ipAddress } } };
  },
  refuseDeletion({ id }, [{ holder }]) {
    return new ArmError(
      400,
      "PublicIPAddressCannotBeDeleted",
      `Public IP address ${id.text} can not be deleted since it is still allocated to resource ${holder}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
    );
  },
  view({ id, body }, { store }) {
    const [reference] = store.referencesTo(id.text);
    if (reference === undefined) {
      return body;
    }
    const user = sameId(reference.from.id.type, natGateways.type) ? "natGateway" : "ipConfiguration";
    return { ...body, properties: { ...body.properties, [user]: { id: reference.holder } } };
  },
};
