import type { SeenResource, SeenStack, StackResource } from "../resources/seen-resource";

export const NETWORK_INTERFACE = "azure-native:network:NetworkInterface";
export const SECURITY_GROUP = "azure-native:network:NetworkSecurityGroup";
export const SECURITY_RULE = "azure-native:network:SecurityRule";
const SUBNET = "azure-native:network:Subnet";
const VIRTUAL_NETWORK = "azure-native:network:VirtualNetwork";

/** Whether a rule looks at this type as a part of a VM's network. */
export function isNetworkPart({ type }: SeenResource): boolean {
  return [NETWORK_INTERFACE, SECURITY_GROUP, SECURITY_RULE].includes(type);
}

/**
 * The network that machines are in, as far as the stack shows it: their interfaces, the interfaces' and subnets'
 * security groups, and rules that are resources of their own.
 */
export function networkOf(machines: readonly StackResource[], stack: SeenStack): readonly StackResource[] {
  const interfaces = ofType(
    machines.flatMap((machine) => [
      ...machine.madeOf("networkProfile"),
      ...machine.madeOf("virtualMachineProfile"),
    ]),
    [NETWORK_INTERFACE],
  );
  const near = [...machines, ...interfaces];
  const around = near.flatMap(({ dependencies }) => dependencies);
  const subnets = ofType(around, [SUBNET, VIRTUAL_NETWORK]);
  const groups = ofType(
    [...around, ...subnets.flatMap(({ dependencies }) => dependencies)],
    [SECURITY_GROUP],
  );
  const rules = stack.filter(
    (resource) =>
      resource.type === SECURITY_RULE &&
      groups.some((group) => resource.madeOf("networkSecurityGroupName").includes(group)),
  );
  return [...new Set([...interfaces, ...groups, ...rules])];
}

function ofType(resources: readonly StackResource[], types: readonly string[]): StackResource[] {
  return resources.filter(({ type }) => types.includes(type));
}
