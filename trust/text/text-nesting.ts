/**
 * Whether brackets or indentation of a JSON or YAML text nest deeper than `levels`. Parsers recurse: a text that nests
 * deeply enough exhausts the stack, which nobody can catch. Brackets in quotes count as well.
 */
export function nestsDeeperThan(text: string, levels: number): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > levels) {
      return true;
    }
  }
  return new RegExp(`^[ \\t?:-]{${levels},}`, "m").test(text);
}
