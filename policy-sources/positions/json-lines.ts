import { jsonNodes } from "./json-nodes";
import type { TextNode } from "./text-node";

/** Values of which each is a line of a text. */
export interface JsonLines {
  /** JSON of the list of all values. */
  readonly json: string;
  /** The positions of the values in the text. */
  readonly nodes: () => TextNode;
}

/** How the engine events of Pulumi start. Other texts are not taken for lines: an error in them is reported better as JSON. */
const EVENT = /^\s*\{"sequence":\d+,"timestamp":\d+,/;

/** Reads a text with one engine event of Pulumi per line; `undefined` if it is something else. */
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
