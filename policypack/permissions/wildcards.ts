/** Whether a pattern of actions takes in an action. Case does not count. */
export function coversAction(pattern: string, action: string): boolean {
  const parts = pattern
    .toLowerCase()
    .replace(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${parts}$`, "s").test(action.toLowerCase());
}

/** Whether a pattern of actions, or of resources, stands for all there are: `*`, `*:*`, `**`. */
export function isEverything(pattern: string): boolean {
  return /^\*+(:\*+)*$/.test(pattern);
}
