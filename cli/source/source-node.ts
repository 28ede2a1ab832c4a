/** Where a value is in a parsed file: member names and list positions from the top. */
export type Path = readonly (string | number)[];

/** A range of characters of a text: offsets in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a value of a JSON or YAML text is written. */
export interface SourceNode extends Range {
  /** An object's members in the order of the text. */
  readonly members?: readonly SourceMember[];
  /** A list's items. */
  readonly items?: readonly SourceNode[];
}

/** Where a member of an object is written: the range is that of its name. */
export interface SourceMember extends Range {
  readonly name: string;
  readonly node: SourceNode;
}

/** What to point at: a member's name alone, the name with its value, or the value alone. */
export type Part = "name" | "entry" | "value";

/**
 * Finds where a value is written. Where a text has a member twice the last counts, as it does for `JSON.parse`. Of a
 * path that the text does not have, the part that it has is followed.
 */
export function rangeOf(root: SourceNode, path: Path, part: Part): Range {
  let node = root;
  let member: SourceMember | undefined;
  for (const step of path) {
    const next: SourceMember | undefined =
      typeof step === "string" ? node.members?.findLast(({ name }) => name === step) : undefined;
    const child = next?.node ?? (typeof step === "number" ? node.items?.[step] : undefined);
    if (child === undefined) {
      break;
    }
    node = child;
    member = next;
  }
  if (member === undefined || part === "value") {
    return node;
  }
  return { start: member.start, end: part === "name" ? member.end : node.end };
}
