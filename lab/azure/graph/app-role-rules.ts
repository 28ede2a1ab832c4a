/** What an application's roles may look like, and how they may change. */
import type { AppRole } from "../directory/directory-objects";
import { GraphError } from "./graph-error";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MEMBER_TYPES: readonly unknown[] = ["User", "Application"];
/** Microsoft Graph, "appRole resource type": `value` must not exceed 120 characters, nor begin with a full stop. */
const VALUE = /^(?!\.)[\w:!#$%&'()*+,./;<=>?@[\]^`{|}~-]{1,120}$/;

/**
 * Reads `appRoles` of a request.
 *
 * @throws GraphError naming the property. Except for the duplicate, the texts are inferred.
 */
export function readAppRoles(value: unknown): readonly AppRole[] {
  if (!Array.isArray(value)) {
    throw GraphError.invalidProperty("appRoles");
  }
  const roles = value.map(readAppRole);
  for (const key of ["id", "value"] as const) {
    const given = roles.map((role) => role[key]).filter((entry) => entry !== null);
    if (new Set(given).size < given.length) {
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
    // That a change of the value counts as an update, and one of the display name does not, is inferred.
    if (changed?.value !== role.value) {
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
    throw GraphError.invalidProperty("id");
  }
  if (!isMemberTypes(allowedMemberTypes)) {
    throw GraphError.invalidProperty("allowedMemberTypes");
  }
  if (typeof displayName !== "string" || displayName === "") {
    throw GraphError.invalidProperty("displayName");
  }
  if (value !== undefined && value !== null && (typeof value !== "string" || !VALUE.test(value))) {
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
