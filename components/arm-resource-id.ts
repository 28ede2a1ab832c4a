/** The parts of an ARM resource ID that functions of `azure-native` want one by one. */
export interface ArmIdParts {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  /** The names from the outermost resource to the one that the ID is of: network, then subnet. */
  readonly names: readonly string[];
}

/** Reads the ID of a resource in a resource group, which must have passed the rule `armId`. */
export function armIdParts(id: string): ArmIdParts {
  const [, , subscriptionId = "", , resourceGroupName = "", , , ...rest] = id.split("/");
  return { subscriptionId, resourceGroupName, names: rest.filter((_, index) => index % 2 === 1) };
}
