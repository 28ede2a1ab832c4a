import { jsonNodes } from "./json-nodes";
import type { TextNode } from "./text-node";

/** A file with one JSON value per line, read as a list. */
export interface JsonLines {
  /** The list of all values, as JSON. */
  readonly json: string;
  /** The positions of the values in the file. */
  readonly nodes: () => TextNode;
}

/** The start of a Pulumi engine event. Any other file is parsed as JSON, which reports its errors better. */
const EVENT = /^\s*\{"sequence":\d+,"timestamp":\d+,/;

/** The start of each event. */
const FIRST_MEMBER = '{"sequence":';

/** The number of the last line of a stream if it is the start of an event; `undefined` if it is something else. */
export function cutLine(text: string): number | undefined {
  const all = text.trimEnd().split("\n");
  const last = all.at(-1) ?? "";
  return last.startsWith(FIRST_MEMBER) || FIRST_MEMBER.startsWith(last) ? all.length : undefined;
}

/** Reads a file with one Pulumi engine event per line. Returns `undefined` for any other file. */
export function jsonLines(text: string): JsonLines | undefined {
  if (!EVENT.test(text)) {
    return undefined;
  }
  // A comma for each line break: everything stays where it is, one bracket further.
  const json = `[${text.trimEnd().replaceAll("\n", ",")}]`;
  return { json, nodes: () => moved(jsonNodes(json)) };
}

/** Positions without the bracket. */
function moved({ start, end, members, items }: TextNode): TextNode {
  return {
    start: Math.max(0, start - 1),
    end: end - 1,
    ...(members && {
      members: members.map((member) => ({
        ...member,
        start: member.start - 1,
        end: member.end - 1,
        node: moved(member.node),
      })),
    }),
    ...(items && { items: items.map(moved) }),
  };
}
