import type { SeenResource, SeenStack, StackResource } from "../engine/seen-resource";

export const NETWORK_INTERFACES: readonly string[] = [
  "azure-native:network:NetworkInterface",
  "azure:network/networkInterface:NetworkInterface",
];
export const SECURITY_GROUPS: readonly string[] = [
  "azure-native:network:NetworkSecurityGroup",
  "azure:network/networkSecurityGroup:NetworkSecurityGroup",
];
export const SECURITY_RULES: readonly string[] = [
  "azure-native:network:SecurityRule",
  "azure:network/networkSecurityRule:NetworkSecurityRule",
];
export const SUBNETS: readonly string[] = ["azure-native:network:Subnet", "azure:network/subnet:Subnet"];
export const VIRTUAL_NETWORKS: readonly string[] = [
  "azure-native:network:VirtualNetwork",
  "azure:network/virtualNetwork:VirtualNetwork",
];

/** Resources that give a security group to an interface or subnet: the property that names the latter. */
export const ASSOCIATIONS: ReadonlyMap<string, string> = new Map([
  [
    "azure:network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation",
    "networkInterfaceId",
  ],
  ["azure:network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation", "subnetId"],
]);

/** Properties in which a VM or scale set names its interfaces. */
export const INTERFACE_PROPERTIES = ["networkProfile", "virtualMachineProfile", "networkInterfaceIds"];

/** Whether a rule looks at this type as a part of a VM's network. */
export function isNetworkPart({ type }: SeenResource): boolean {
  return [...NETWORK_INTERFACES, ...SECURITY_GROUPS, ...SECURITY_RULES].includes(type);
}

/**
 * The network that machines are in, as far as the stack shows it: their interfaces, the interfaces' and subnets'
 * security groups, and rules that are separate resources.
 */
export function networkOf(machines: readonly StackResource[], stack: SeenStack): readonly StackResource[] {
  const interfaces = ofType(
    machines.flatMap((machine) => INTERFACE_PROPERTIES.flatMap((property) => machine.madeOf(property))),
    NETWORK_INTERFACES,
  );
  const near = [...machines, ...interfaces];
  const around = near.flatMap(({ dependencies }) => dependencies);
  const subnets = ofType(around, [...SUBNETS, ...VIRTUAL_NETWORKS]);
  const associated = stack
    .filter((resource) => {
      const property = ASSOCIATIONS.get(resource.type);
      const ends = property === undefined ? [] : resource.madeOf(property);
      return [...interfaces, ...subnets].some((end) => ends.includes(end));
    })
    .flatMap((resource) => resource.madeOf("networkSecurityGroupId"));
  const groups = ofType(
    [...around, ...subnets.flatMap(({ dependencies }) => dependencies), ...associated],
    SECURITY_GROUPS,
  );
  const rules = stack.filter(
    (resource) =>
      SECURITY_RULES.includes(resource.type) &&
      groups.some((group) => resource.madeOf("networkSecurityGroupName").includes(group)),
  );
  return [...new Set([...interfaces, ...groups, ...rules])];
}

function ofType(resources: readonly StackResource[], types: readonly string[]): StackResource[] {
  return resources.filter(({ type }) => types.includes(type));
}
