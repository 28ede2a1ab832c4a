/** What an application's roles may look like, and how they may change. */
import type { AppRole } from "../directory/directory-objects";
import { GraphError } from "./graph-error";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MEMBER_TYPES: readonly unknown[] = ["User", "Application"];
/**
 * @evidence documentation The value of an app role has at most 120 characters. Source: Microsoft Graph, "appRole
 *   resource type"; hashicorp/terraform-provider-azuread #1010 reports up to 249, and the stricter is played.
 */
const VALUE = /^(?!\.)[\w:!#$%&'()*+,./;<=>?@[\]^`{|}~-]{1,120}$/;

/**
 * Reads `appRoles` of a request.
 *
 * @throws GraphError naming the property.
 */
export function readAppRoles(value: unknown): readonly AppRole[] {
  if (!Array.isArray(value)) {
    // @evidence inferred App roles that are not a list are invalid. Reason: the text is that of other invalid
    // properties.
    throw GraphError.invalidProperty("appRoles");
  }
  const roles = value.map(readAppRole);
  for (const key of ["id", "value"] as const) {
    const given = roles.map((role) => role[key]).filter((entry) => entry !== null);
    if (new Set(given).size < given.length) {
      // @evidence report Two roles with one ID or one value are `DuplicateValue`. Source: a captured answer, which was
      // not found again in public repositories.
      throw new GraphError(
        400,
        "DuplicateValue",
        "It contains duplicate value. Please Provide unique value.",
      );
    }
  }
  return roles;
}

/**
 * Refuses to remove or to rename a role that is enabled: it has to be disabled first, in a request of its own.
 *
 * @throws GraphError with the code and text that Graph gives.
 */
export function checkAppRoleChange(before: readonly AppRole[], after: readonly AppRole[]): void {
  for (const role of before.filter(({ isEnabled }) => isEnabled)) {
    const changed = after.find(({ id }) => id === role.id);
    if (changed?.value !== role.value) {
      // @evidence log An enabled role cannot be removed or get another value: `CannotDeleteOrUpdateEnabledEntitlement`.
      // Source: microsoftgraph/msgraph-sdk-powershell #1211; that the display name may change is inferred.
      throw new GraphError(
        400,
        "CannotDeleteOrUpdateEnabledEntitlement",
        "Permission (scope or role) cannot be deleted or updated unless disabled first.",
      );
    }
  }
}

function readAppRole(role: Record<string, unknown>): AppRole {
  const { id, allowedMemberTypes, description, displayName, isEnabled, value } = role;
  if (typeof id !== "string" || !GUID.test(id)) {
    // @evidence inferred The ID of a role must be a UUID. Reason: the page "appRole resource type" says so; the text
    // is that of other invalid properties.
    throw GraphError.invalidProperty("id");
  }
  if (!isMemberTypes(allowedMemberTypes)) {
    // @evidence inferred The member types of a role are `User` and `Application`. Reason: the page "appRole resource
    // type" says so; the text is that of other invalid properties.
    throw GraphError.invalidProperty("allowedMemberTypes");
  }
  if (typeof displayName !== "string" || displayName === "") {
    // @evidence inferred A role needs a display name. Reason: the page "appRole resource type" says so; the text is
    // that of other invalid properties.
    throw GraphError.invalidProperty("displayName");
  }
  if (value !== undefined && value !== null && (typeof value !== "string" || !VALUE.test(value))) {
    // @evidence inferred A role's value keeps to its characters and length. Reason: the page "appRole resource type"
    // says so; the text is that of other invalid properties.
    throw GraphError.invalidProperty("value");
  }
  return {
    id: id.toLowerCase(),
    allowedMemberTypes,
    description: typeof description === "string" ? description : null,
    displayName,
    isEnabled: isEnabled !== false,
    value: value ?? null,
  };
}

function isMemberTypes(value: unknown): value is AppRole["allowedMemberTypes"] {
  return Array.isArray(value) && value.length > 0 && value.every((type) => MEMBER_TYPES.includes(type));
}
