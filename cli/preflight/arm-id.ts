/** The ID of a resource in Azure Resource Manager, by its parts. */
export interface ArmId {
  /** As it was given. IDs compare without case. */
  readonly id: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** The type that the ID is of, such as `Microsoft.Network/natGateways`, spelled as the table that found it spells it. */
  readonly type: string;
  /** The names from the outermost resource to the one that the ID is of: network, then subnet. */
  readonly names: readonly string[];
}

/**
 * Reads the ID of a resource of one of some types; `undefined` if it is another one.
 *
 * Source: Azure Resource Manager, "Resource ID" of a resource in a resource group.
 */
export function armIdOf(text: string, types: readonly string[]): ArmId | undefined {
  const [, subscriptionId, resourceGroup, namespace, rest] =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i.exec(text) ?? [];
  if (subscriptionId === undefined || resourceGroup === undefined || rest === undefined) {
    return undefined;
  }
  const segments = rest.split("/");
  const names = segments.filter((_, index) => index % 2 === 1);
  const given = [namespace, ...segments.filter((_, index) => index % 2 === 0)].join("/");
  const type = types.find((one) => one.toLowerCase() === given.toLowerCase());
  return type === undefined || segments.length % 2 !== 0 || segments.includes("")
    ? undefined
    : { id: text, subscriptionId, resourceGroup, type, names };
}

/** Whether two IDs are of the same resource. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
