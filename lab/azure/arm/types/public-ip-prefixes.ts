/** Public IP prefixes. */
import { ArmError } from "../../resources/arm-error";
import { firstFreeNetwork } from "../../resources/ip-network";
import { textAt } from "../../resources/json-reader";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/** Another block of addresses for documentation (RFC 5737) than that of single addresses. */
const BLOCK = "192.0.2.0/24";

/**
 * The sizes that Azure gives out of its own addresses.
 *
 * @evidence documentation A prefix of Azure's addresses has 28 to 31 bits, all of them usable. Source: Azure, "Public
 *   IP address prefix".
 */
const LENGTHS = { minimum: 28, maximum: 31 };

/**
 * A public IP prefix of IPv4: public addresses in a row, which a NAT gateway uses all of.
 *
 * @evidence documentation A NAT gateway uses all addresses of a prefix. Source: Azure, "Public IP address prefix".
 * @evidence documentation A prefix shows `ipPrefix` and `natGateway`. Source: Azure, "Public IP Prefixes - Get".
 */
export const publicIpPrefixes: ArmBehavior = {
  type: "Microsoft.Network/publicIPPrefixes",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: [
    "ipPrefix",
    "loadBalancerFrontendIpConfiguration",
    "natGateway",
    "publicIPAddresses",
    "resourceGuid",
  ],
  prepare({ id, body, before }, { store }) {
    const { prefixLength, publicIPAddressVersion = "IPv4" } = body.properties;
    if (publicIPAddressVersion !== "IPv4" || typeof prefixLength !== "number") {
      throw ArmError.notInTheLab("a public IP prefix of IPv6, or without prefixLength");
    }
    if (prefixLength < LENGTHS.minimum || prefixLength > LENGTHS.maximum) {
      // @evidence log Another length is `SpecifiedPrefixLengthNotSupported`. Source:
      // hashicorp/terraform-provider-azurerm #19060.
      throw new ArmError(
        400,
        "SpecifiedPrefixLengthNotSupported",
        `Specified PrefixLength ${prefixLength} for PublicIpPrefix ${id.text} is outside limits. Minimum PrefixLength ${LENGTHS.minimum} Maximum PrefixLength ${LENGTHS.maximum}.`,
      );
    }
    const former = before?.body.properties;
    if (former !== undefined && former.prefixLength !== prefixLength) {
      throw ArmError.notInTheLab("changing the length of a public IP prefix, which Azure refuses too");
    }
    const taken = store.ofType(this.type).flatMap((other) => textAt(other.body.properties, "ipPrefix") ?? []);
    const ipPrefix = former?.ipPrefix ?? firstFreeNetwork(BLOCK, prefixLength, taken);
    if (ipPrefix === undefined) {
      throw ArmError.notInTheLab("more than 256 addresses in public IP prefixes");
    }
    const defaults = { publicIPAddressVersion, ipTags: [] };
    return { body: { ...body, properties: { ...defaults, ...body.properties, ipPrefix } } };
  },
  refuseDeletion({ id }, [{ holder }]) {
    // @evidence log A prefix in use cannot be deleted: `InUsePublicIpPrefixCannotBeDeleted`. Source:
    // Azure/kube-egress-gateway #1223; the text is inferred from the network provider's others.
    return new ArmError(
      400,
      "InUsePublicIpPrefixCannotBeDeleted",
      `Public IP prefix ${id.text} is in use by ${holder} and cannot be deleted.`,
    );
  },
  view({ id, body }, { store }) {
    const [reference] = store.referencesTo(id.text);
    return reference === undefined
      ? body
      : { ...body, properties: { ...body.properties, natGateway: { id: reference.holder } } };
  },
};
