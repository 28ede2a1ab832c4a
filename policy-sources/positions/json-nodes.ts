import { type Node, type ParseError, type ParseOptions, parseTree } from "jsonc-parser";
import { demandShallow } from "../unreadable";
import type { TextMember, TextNode } from "./text-node";

/** JSON as `JSON.parse` takes it. */
const STRICT: ParseOptions = { disallowComments: true, allowTrailingComma: false };

/**
 * Finds where each value of a JSON text is written.
 *
 * @param text - JSON that `JSON.parse` takes.
 * @throws {UnreadableError} If it is nested too deeply.
 */
export function jsonNodes(text: string): TextNode {
  return demandShallow(() => {
    const root = parseTree(text, [], STRICT);
    return root === undefined ? { start: 0, end: text.length } : textNode(root);
  });
}

/**
 * The offset at which a string stops being valid JSON.
 *
 * @throws {UnreadableError} If it is nested too deeply.
 */
export function jsonFault(text: string): number {
  const errors: ParseError[] = [];
  demandShallow(() => parseTree(text, errors, STRICT));
  return errors[0]?.offset ?? text.length;
}

function textNode({ type, offset, length, children = [] }: Node): TextNode {
  const range = { start: offset, end: offset + length };
  if (type === "object") {
    return { ...range, members: children.flatMap(textMember) };
  }
  return type === "array" ? { ...range, items: children.map(textNode) } : range;
}

function textMember({ children: [name, value] = [] }: Node): TextMember[] {
  return name === undefined || value === undefined
    ? []
    : [
        {
          name: String(name.value),
          start: name.offset,
          end: name.offset + name.length,
          node: textNode(value),
        },
      ];
}
