import type { TextMember, TextNode, TextRange } from "./text-node";

/** Where a value is in a parsed file: member names and list positions from the top. */
export type Path = readonly (string | number)[];

/** What to point at: a member's name with its value, or the value alone. */
export type Part = "entry" | "value";

/**
 * Finds where a value is written. If a text has a member twice, the last one counts, as for `JSON.parse`. If the text does
 * not have the whole path, the result is the name of the deepest entry that it has.
 */
export function rangeOf(root: TextNode, path: Path, part: Part): TextRange {
  let node = root;
  let member: TextMember | undefined;
  let missing = false;
  for (const step of path) {
    const next: TextMember | undefined =
      typeof step === "string" ? node.members?.findLast(({ name }) => name === step) : undefined;
    const child = next?.node ?? (typeof step === "number" ? node.items?.[step] : undefined);
    if (child === undefined) {
      missing = true;
      break;
    }
    node = child;
    member = next;
  }
  if (member === undefined || part === "value") {
    return node;
  }
  return { start: member.start, end: missing ? member.end : node.end };
}
