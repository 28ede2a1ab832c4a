/**
 * Whether the beginning of a pattern of subjects says nothing of them: it is empty, or has names (`<…>`) only. It would accept
 * every subject, and switch the rule off.
 */
export function saysNothing(beginning: string): boolean {
  return beginning.replace(/<[^>]*>/g, "").trim() === "";
}
