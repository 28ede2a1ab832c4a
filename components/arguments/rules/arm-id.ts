import type { Rule } from "../argument-rule";

/**
 * The ID of an Azure resource of one type.
 *
 * @param type - Provider and type, for instance `Microsoft.ManagedIdentity/userAssignedIdentities`.
 */
export function armId(type: string): Rule<string> {
  const pattern = new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type}/[^/]+$`, "i");
  return (value) => (pattern.test(value) ? [] : [`must be the resource ID of one ${type}`]);
}
