import { asList, hasMarks, isObject } from "../../trust";
import { remembered } from "../engine/remembered";
import type { SeenResource, SeenStack, StackResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import { MACHINES } from "./machine";
import {
  ASSOCIATIONS,
  INTERFACE_PROPERTIES,
  NETWORK_INTERFACES,
  SECURITY_GROUPS,
  SUBNETS,
  VIRTUAL_NETWORKS,
} from "./machine-network";

/** A security group of a subnet or an interface. */
export type Gate = StackResource | "none" | "unknown";

/** Where a machine is in a virtual network. */
export interface Place {
  /** Names of its virtual network: two places with a name in common are in one network. */
  readonly networks: readonly string[];
  /** The networks in CIDR notation that its address is in; empty if not known. */
  readonly ranges: readonly string[];
  /** What a connection must pass: the group of the subnet, then that of the interface. */
  readonly gates: readonly Gate[];
}

const INLINE_INTERFACES = "networkInterfaceConfigurations";
const GROUP_PROPERTIES = ["networkSecurityGroup", "networkSecurityGroupId", "securityGroup"];
const SUBNET_ID =
  /\/resourceGroups\/([^/"]+)\/providers\/Microsoft\.Network\/virtualNetworks\/([^/"]+)\/subnets\/[^/"]+/gi;

/**
 * Every machine of the stack, whether federated or not, with its places in virtual networks. By name, so that a finding
 * names the same neighbor in each run.
 */
export const placesOf = remembered(
  (stack: SeenStack): ReadonlyMap<StackResource, readonly Place[]> =>
    new Map(
      stack
        .filter(({ type }) => MACHINES.includes(type))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map((machine) => [machine, holdersOf(machine).flatMap((holder) => placesOfHolder(holder, stack))]),
    ),
);

/** What holds the addresses of a machine: its interfaces, or the machine itself if they are a part of it. */
function holdersOf(machine: StackResource): readonly StackResource[] {
  const interfaces = INTERFACE_PROPERTIES.flatMap((property) => machine.madeOf(property)).filter(({ type }) =>
    NETWORK_INTERFACES.includes(type),
  );
  const own = textOf(machine, [...INTERFACE_PROPERTIES, "networkInterfaces"]);
  return own.includes(INLINE_INTERFACES) ||
    (machine.type.startsWith("azure:") && machine.type.includes("ScaleSet"))
    ? [...new Set([...interfaces, machine])]
    : [...new Set(interfaces)];
}

function placesOfHolder(holder: StackResource, stack: SeenStack): readonly Place[] {
  const gate = gateOf(holder, stack);
  const subnets = holder.dependencies.filter(({ type }) => SUBNETS.includes(type));
  const networks = holder.dependencies.filter(({ type }) => VIRTUAL_NETWORKS.includes(type));
  if (subnets.length > 0) {
    return subnets.map((subnet) => ({
      networks: networksOfSubnet(subnet),
      ranges: rangesIn(subnet),
      gates: [gateOf(subnet, stack), gate],
    }));
  }
  if (networks.length > 0) {
    return networks.map((network) => placeInNetwork(network, gate));
  }
  // A subnet that exists already: its group is not in the stack.
  const text = textOf(holder, [...INTERFACE_PROPERTIES, "ipConfigurations", "networkInterfaces"]);
  return [...text.matchAll(SUBNET_ID)].map(([, group = "", network = ""]) => ({
    networks: [nameOf(group, network)],
    ranges: [],
    gates: ["unknown", gate],
  }));
}

function networksOfSubnet(subnet: StackResource): readonly string[] {
  const networks = subnet.madeOf("virtualNetworkName").filter(({ type }) => VIRTUAL_NETWORKS.includes(type));
  const [group] = knownStrings(subnet.get("resourceGroupName"));
  const [network] = knownStrings(subnet.get("virtualNetworkName"));
  const own = group === undefined || network === undefined ? [] : [nameOf(group, network)];
  return [...networks.flatMap(namesOfNetwork), ...own];
}

function namesOfNetwork(network: StackResource): readonly string[] {
  const [group] = knownStrings(network.get("resourceGroupName"));
  const [name] = knownStrings(network.get("name"));
  return [network.urn, ...(group === undefined || name === undefined ? [] : [nameOf(group, name)])];
}

function nameOf(group: string, network: string): string {
  return `${group}/${network}`.toLowerCase();
}

/** A place in a network whose subnets are a part of it. Which of several is the machine's is not known. */
function placeInNetwork(network: StackResource, gate: Gate): Place {
  const property =
    ["subnets", "subnet"].find((name) => asList(network.get(name)).some(isObject)) ?? "subnets";
  const subnets = asList(network.get(property)).filter(isObject);
  const withGroup = subnets.filter((subnet) => GROUP_PROPERTIES.some((name) => isSet(subnet[name])));
  const groups = network.madeOf(property).filter(({ type }) => SECURITY_GROUPS.includes(type));
  const [group] = groups;
  const own =
    withGroup.length === subnets.length && groups.length === 1 && group !== undefined
      ? group
      : withGroup.length === 0 && groups.length === 0 && subnets.length > 0
        ? "none"
        : "unknown";
  return {
    networks: namesOfNetwork(network),
    ranges: subnets.length === 1 ? prefixesOf((name) => subnets[0]?.[name]) : [],
    gates: [own, gate],
  };
}

function rangesIn(subnet: SeenResource): readonly string[] {
  return prefixesOf((name) => subnet.get(name));
}

function prefixesOf(get: (name: string) => unknown): readonly string[] {
  const values = [get("addressPrefix"), get("addressPrefixes")];
  return hasMarks(values) ? [] : [...new Set(values.flatMap((value) => knownStrings(value)))];
}

/** The security group that a subnet or interface has, as far as the stack shows it. */
function gateOf(resource: StackResource, stack: SeenStack): Gate {
  const associations = stack.filter((other) => {
    const property = ASSOCIATIONS.get(other.type);
    return property !== undefined && other.madeOf(property).includes(resource);
  });
  const [group] = [
    ...GROUP_PROPERTIES.flatMap((property) => resource.madeOf(property)),
    ...associations.flatMap((association) => association.madeOf("networkSecurityGroupId")),
    ...(MACHINES.includes(resource.type) ? resource.dependencies : []),
  ].filter(({ type }) => SECURITY_GROUPS.includes(type));
  const isElsewhere =
    associations.length > 0 ||
    GROUP_PROPERTIES.some((property) => isSet(resource.get(property))) ||
    (MACHINES.includes(resource.type) &&
      /networkSecurityGroup/i.test(textOf(resource, INTERFACE_PROPERTIES)));
  return group ?? (isElsewhere ? "unknown" : "none");
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function textOf(resource: SeenResource, properties: readonly string[]): string {
  return JSON.stringify(properties.map((property) => resource.get(property)));
}
