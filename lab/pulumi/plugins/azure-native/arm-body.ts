/** Resources between the SDK's flat properties and ARM's `properties` envelopes. */
import { isObject, type Properties, type PropertyValue } from "../kernel/property-value";
import { parseNotation, type PropertyType } from "../kernel/type-notation";
import type { PropertyTypes, TypeTable } from "../schema/type-table";

/** Members next to `properties` in ARM (Resource Manager RPC, "common API details"). All others are in it. */
const envelopeMembers = new Set([
  "etag",
  "extendedLocation",
  "id",
  "identity",
  "kind",
  "location",
  "managedBy",
  "name",
  "placement",
  "plan",
  "sku",
  "tags",
  "type",
  "zones",
]);

/** Nested types that have a separate envelope: the sub-resources of the Network and Compute APIs. */
const envelopedTypes = new Set([
  "compute.NetworkInterfaceReferenceArgs",
  "compute.VirtualMachineNetworkInterfaceConfigurationArgs",
  "compute.VirtualMachineNetworkInterfaceIPConfigurationArgs",
  "compute.VirtualMachinePublicIPAddressConfigurationArgs",
  "compute.VirtualMachineScaleSetExtensionArgs",
  "compute.VirtualMachineScaleSetIPConfigurationArgs",
  "compute.VirtualMachineScaleSetNetworkConfigurationArgs",
  "compute.VirtualMachineScaleSetPublicIPAddressConfigurationArgs",
  "network.ApplicationGatewayBackendAddressPoolArgs",
  "network.ApplicationGatewayIPConfigurationArgs",
  "network.BackendAddressPoolArgs",
  "network.DelegationArgs",
  "network.FrontendIPConfigurationArgs",
  "network.InboundNatRuleArgs",
  "network.LoadBalancerBackendAddressArgs",
  "network.NatGatewayArgs",
  "network.NetworkInterfaceIPConfigurationArgs",
  "network.NetworkInterfaceTapConfigurationArgs",
  "network.NetworkSecurityGroupArgs",
  "network.PrivateLinkServiceArgs",
  "network.PrivateLinkServiceIpConfigurationArgs",
  "network.PublicIPAddressArgs",
  "network.RouteArgs",
  "network.RouteTableArgs",
  "network.SecurityRuleArgs",
  "network.ServiceEndpointPolicyArgs",
  "network.ServiceEndpointPolicyDefinitionArgs",
  "network.SubnetArgs",
  "network.VirtualNetworkPeeringArgs",
  "network.VirtualNetworkTapArgs",
]);

/** Inputs that are lists of IDs here and maps from ID to an empty object in ARM. */
const idSets = new Set(["userAssignedIdentities"]);

/**
 * The ARM body for the given inputs; path parameters must not be among them.
 *
 * @param inside Inputs that are in `properties` although ARM has a member of the same name next to it.
 */
export function toArmBody(
  inputs: Properties,
  properties: PropertyTypes,
  types: TypeTable["types"],
  inside: readonly string[] = [],
): Properties {
  const convert = (value: PropertyValue, type: PropertyType): PropertyValue => {
    if (Array.isArray(value)) {
      return value.map((element) => convert(element, type.kind === "list" ? type.element : type));
    }
    if (!isObject(value) || type.kind !== "object") {
      return value;
    }
    const members = convertMembers(value, types[type.name] ?? {});
    return envelopedTypes.has(type.name) ? envelope(members) : members;
  };
  const convertMembers = (bag: Properties, declared: PropertyTypes): Properties =>
    Object.fromEntries(
      Object.entries(bag).map(([name, value]) => {
        if (idSets.has(name) && Array.isArray(value)) {
          return [name, Object.fromEntries(value.map((id) => [id, {}]))];
        }
        return [name, convert(value, parseNotation(declared[name] ?? "any").type)];
      }),
    );
  return envelope(convertMembers(inputs, properties), inside);
}

/** The SDK's properties of a resource that ARM returned, sub-resources included. */
export function fromArmBody(resource: Properties, keepsProperties: boolean): Properties {
  const flat = (value: PropertyValue): PropertyValue => {
    if (Array.isArray(value)) {
      return value.map(flat);
    }
    if (!isObject(value)) {
      return value;
    }
    return Object.fromEntries(Object.entries(flattened(value)).map(([name, member]) => [name, flat(member)]));
  };
  const { properties, ...rest } = resource;
  const opened = keepsProperties || !isObject(properties) ? resource : { ...rest, ...properties };
  return Object.fromEntries(Object.entries(opened).map(([name, value]) => [name, flat(value)]));
}

/** ID sets as lists, the way programs give them. */
export function withIdLists(state: Properties): Properties {
  const { identity } = state;
  if (!isObject(identity) || !isObject(identity.userAssignedIdentities)) {
    return state;
  }
  return {
    ...state,
    identity: { ...identity, userAssignedIdentities: Object.keys(identity.userAssignedIdentities) },
  };
}

function flattened(value: Properties): Properties {
  const { properties, ...rest } = value;
  return isObject(properties) ? { ...rest, ...properties } : value;
}

function envelope(members: Properties, inside: readonly string[] = []): Properties {
  const isOutside = (name: string): boolean => envelopeMembers.has(name) && !inside.includes(name);
  const outer = Object.entries(members).filter(([name]) => isOutside(name));
  const inner = Object.entries(members).filter(([name]) => !isOutside(name));
  const properties = inner.length === 0 ? {} : { properties: Object.fromEntries(inner) };
  return { ...Object.fromEntries(outer), ...properties };
}
