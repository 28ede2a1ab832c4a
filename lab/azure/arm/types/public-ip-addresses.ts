/** Public IP addresses. */
import { ArmError } from "../../resources/arm-error";
import { textAt } from "../../resources/json-reader";
import { type ResourceId, sameId } from "../../resources/resource-id";
import type { ResourceBody } from "../../resources/resource-store";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";
import { natGateways } from "./nat-gateways";

/** The block of addresses for documentation (RFC 5737) that the lab gives away. */
const BLOCK = "203.0.113";

/** The SKUs that Azure still makes. Those of the Basic SKU have come to an end in 2025. */
const STANDARD: readonly string[] = ["Standard", "StandardV2"];

/**
 * A public IP address of the Standard SKU, the only one that Azure still makes; its address is given at creation.
 *
 * @evidence recorded A public IP address names its user in `natGateway` or `ipConfiguration`. Source:
 * Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490;
 * there the address itself appears only after the 201.
 * @evidence documentation A public IP address shows `ipAddress`. Source: Azure, "Public IP Addresses - Get".
 */
export const publicIpAddresses: ArmBehavior = {
  type: "Microsoft.Network/publicIPAddresses",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: ["ipAddress", "ipConfiguration", "natGateway", "resourceGuid"],
  prepare({ id, body, before }, { store }) {
    if (body.properties.publicIPPrefix !== undefined) {
      throw ArmError.notInTheLab("a public IP address from a public IP prefix");
    }
    demandStandardStatic(id, body);
    const taken = store.ofType(this.type).map((resource) => resource.body.properties.ipAddress);
    const free = Array.from({ length: 254 }, (_, index) => `${BLOCK}.${index + 1}`).find(
      (address) => !taken.includes(address),
    );
    if (free === undefined) {
      throw ArmError.notInTheLab("more than 254 public IP addresses");
    }
    const ipAddress = before?.body.properties.ipAddress ?? free;
    const defaults = {
      publicIPAddressVersion: "IPv4",
      idleTimeoutInMinutes: 4,
    };
    return { body: { ...body, properties: { ...defaults, ...body.properties, ipAddress } } };
  },
  refuseDeletion({ id }, [{ holder }]) {
    // @evidence log A public IP address in use is `PublicIPAddressCannotBeDeleted`. Source: ernestio/ernest #514.
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

/**
 * @throws ArmError for an address of the Basic SKU, which is also what a request without a SKU asks for, and for one of
 *   the Standard SKU that is not static, which is also what a request without an allocation method asks for.
 */
function demandStandardStatic({ text }: ResourceId, body: ResourceBody): void {
  if (!STANDARD.includes(textAt(body.sku, "name") ?? "")) {
    // @evidence log An address of the Basic SKU, which is the default, is `IPv4BasicSkuPublicIpCountLimitReached`.
    // Source: daveprowse/tac-course #5.
    throw new ArmError(
      400,
      "IPv4BasicSkuPublicIpCountLimitReached",
      "Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.",
    );
  }
  if (body.properties.publicIPAllocationMethod !== "Static") {
    // @evidence report A Standard address that is not static is refused. Source: answers quoted in public logs of 2025
    // and 2026.
    throw new ArmError(
      400,
      "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic",
      `Standard sku publicIp ${text} must have AllocationMethod set to Static.`,
    );
  }
}
