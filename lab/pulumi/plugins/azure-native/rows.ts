/** The table of azure-native: one row a resource type. API versions come with the types, from the SDK. */
import { ARM_TYPES } from "../../../arm-types/arm-types";
import type { ArmRow } from "./arm-type";

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

/** The rows: the types of the lab that Pulumi deploys, and assignments of roles, whose address can have any scope. */
export const armRows: readonly ArmRow[] = [
  ...ARM_TYPES.flatMap(({ type, pulumi }) =>
    pulumi === undefined ? [] : [{ ...pulumi, path: pathOf(type, pulumi.parameters) }],
  ),
  {
    token: "azure-native:authorization:RoleAssignment",
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    naming: "uuid",
    replaceOnChanges: ["principalId", "roleDefinitionId"],
  },
];

/** The template of a type's address. A group has no parameters but its own. */
function pathOf(type: string, parameters: readonly string[]): string {
  const [namespace = "", ...types] = type.split("/");
  const names = types
    .slice(0, parameters.length)
    .map((name, index) => `/${name}/{${parameters[index] ?? ""}}`);
  return names.length === 0 ? GROUP : `${GROUP}/providers/${namespace}${names.join("")}`;
}
