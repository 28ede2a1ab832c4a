/** One role of the caller: what it lets them do. */
export interface AzurePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/**
 * Whether a caller may do something: a role allows it by an action, and does not take it out again. Another role that allows
 * it is enough. Deny assignments are not seen.
 *
 * Source: Azure, "Understand Azure role definitions" (`NotActions`, wildcards).
 */
export function mayDo(permissions: readonly AzurePermission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => covers(pattern, action)) &&
      !notActions.some((pattern) => covers(pattern, action)),
  );
}

/** Actions compare without case, and `*` stands for any characters. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
