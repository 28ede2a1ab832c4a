import type { Rule } from "../argument-rule";

/**
 * The ID of an Azure resource of one type.
 *
 * @param type - Provider and type, the types of parents included: `Microsoft.ManagedIdentity/userAssignedIdentities`,
 *   `Microsoft.Network/virtualNetworks/subnets`.
 */
export function armId(type: string): Rule<string> {
  const [namespace = "", ...types] = type.split("/");
  const names = types.map((segment) => `${segment}/[^/]+`).join("/");
  const pattern = new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${namespace}/${names}$`,
    "i",
  );
  return (value) => (pattern.test(value) ? [] : [`must be the resource ID of one ${type}`]);
}
