/** Subnets. */
import { ArmError } from "../../resources/arm-error";
import { holdsNetwork, overlaps, parseNetwork } from "../../resources/ip-network";
import { objectAt, textAt } from "../../resources/json-reader";
import { type ResourceId, sameId } from "../../resources/resource-id";
import type { JsonObject, ResourceBody, ResourceStore } from "../../resources/resource-store";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A subnet of a virtual network. Being a child of it, it has no location of its own.
 *
 * @evidence recorded A subnet names its NAT gateway. Source: Azure/azure-service-operator
 * v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
 * @evidence documentation A subnet shows `ipConfigurations` and `delegations`. Source: Azure, "Subnets - Get".
 */
export const subnets: ArmBehavior = {
  type: "Microsoft.Network/virtualNetworks/subnets",
  name: networkName(1, 80),
  needsLocation: false,
  asynchronous: "always",
  readOnly: ["ipConfigurations"],
  prepare({ id, body }, { store }) {
    return { body: prepareSubnet(id, body, addressSpaceOf(id, store), store) };
  },
  refuseDeletion({ id }, [{ holder }]) {
    // @evidence report A subnet in use is `InUseSubnetCannotBeDeleted`. Source: a comment in
    // hashicorp/terraform-provider-azurerm (scale sets).
    return new ArmError(
      400,
      "InUseSubnetCannotBeDeleted",
      `Subnet ${id.name} is in use by ${holder} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    );
  },
  view({ id, body }, { store }) {
    const ipConfigurations = store.referencesTo(id.text).map(({ holder }) => ({ id: holder }));
    return ipConfigurations.length === 0
      ? body
      : { ...body, properties: { ...body.properties, ipConfigurations } };
  },
};

/**
 * Checks a subnet's address range against its network's and the other subnets'.
 *
 * @throws ArmError for a range that is none, that is outside or that overlaps.
 */
export function prepareSubnet(
  id: ResourceId,
  body: ResourceBody,
  addressSpace: readonly string[],
  store: ResourceStore,
): ResourceBody {
  const prefix = addressPrefixOf(body.properties);
  const network = id.parent?.split("/").at(-1) ?? "";
  if (prefix === undefined || parseNetwork(prefix) === undefined) {
    // @evidence report A range that is not a network is `InvalidCIDRNotation`. Source: answers quoted in public logs.
    throw new ArmError(
      400,
      "InvalidCIDRNotation",
      `The address prefix ${prefix ?? "(none)"} in resource ${id.text} has an invalid CIDR notation. For more information, see https://aka.ms/cidr.`,
    );
  }
  if (!addressSpace.some((space) => holdsNetwork(space, prefix))) {
    // @evidence log A range outside the network is `NetcfgSubnetRangeOutsideVnet`. Source: MicrosoftDocs/azure-docs
    // #123869.
    throw new ArmError(
      400,
      "NetcfgSubnetRangeOutsideVnet",
      `Subnet '${id.name}' is not valid because its IP address range is outside the IP address range of virtual network '${network}'.`,
    );
  }
  const other = store.inside(id.parent ?? "").find((neighbour) => {
    const theirs = addressPrefixOf(neighbour.body.properties) ?? "";
    return neighbour.id.name.toLowerCase() !== id.name.toLowerCase() && overlaps(theirs, prefix);
  });
  if (other !== undefined) {
    // @evidence log A range over another subnet's is `NetcfgSubnetRangesOverlap`. Source: MicrosoftDocs/azure-docs
    // #123869.
    throw new ArmError(
      400,
      "NetcfgSubnetRangesOverlap",
      `Subnet '${id.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network}'.`,
    );
  }
  demandGatewayOfNetwork(id, body, store);
  const former = addressPrefixOf(store.get(id.text)?.body.properties ?? {});
  if (former !== undefined && former !== prefix && store.referencesTo(id.text).length > 0) {
    // @evidence report The range of a subnet in use cannot change: `InUsePrefixCannotBeDeleted`. Source: answers quoted
    // in public logs.
    throw new ArmError(
      400,
      "InUsePrefixCannotBeDeleted",
      `IpPrefix ${former} on Subnet ${id.name} has active allocations and cannot be deleted.`,
    );
  }
  const defaults = {
    privateEndpointNetworkPolicies: "Disabled",
    privateLinkServiceNetworkPolicies: "Enabled",
  };
  return { ...body, properties: { delegations: [], ...defaults, ...body.properties } };
}

/** @throws ArmError 400 for a NAT gateway that another virtual network uses. */
function demandGatewayOfNetwork({ parent = "" }: ResourceId, body: ResourceBody, store: ResourceStore): void {
  const gateway = textAt(body.properties, "natGateway", "id") ?? "";
  const other = store
    .ofType(subnets.type)
    .find(
      (subnet) =>
        sameId(textAt(subnet.body.properties, "natGateway", "id") ?? "", gateway) &&
        !sameId(subnet.id.parent ?? "", parent),
    );
  if (gateway !== "" && other !== undefined) {
    // @evidence log A NAT gateway of another virtual network is
    // `NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks`. Source: microsoft/azure_arc #3288; the
    // status is inferred from the network provider's others.
    throw new ArmError(
      400,
      "NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks",
      `NAT Gateway cannot be configured on multiple virtual networks. NAT Gateway ${gateway} is currently used on virtual network ${other.id.parent ?? ""} and cannot be added to virtual network${parent}.`,
    );
  }
}

/** A subnet's range: one prefix, or the first of several. */
export function addressPrefixOf(properties: JsonObject): string | undefined {
  const { addressPrefix, addressPrefixes } = properties;
  const [first] = Array.isArray(addressPrefixes) ? (addressPrefixes as unknown[]) : [];
  const prefix = addressPrefix ?? first;
  return typeof prefix === "string" ? prefix : undefined;
}

function addressSpaceOf({ parent }: ResourceId, store: ResourceStore): readonly string[] {
  const { addressPrefixes } = objectAt(store.get(parent ?? "")?.body.properties, "addressSpace");
  return Array.isArray(addressPrefixes) ? addressPrefixes.filter((prefix) => typeof prefix === "string") : [];
}
