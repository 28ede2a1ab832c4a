import type { TextRange, TextMember, TextNode } from "./text-node";

/** An object or a list that is being read. */
interface Open {
  readonly start: number;
  readonly members: TextMember[] | undefined;
  readonly items: TextNode[] | undefined;
  name: (TextRange & { readonly name: string }) | undefined;
}

const WORD = /[^\s,:[\]{}"]+|[[\]{},:]/y;
const SPACE = /\s*/y;

/**
 * Finds where each value of a JSON text is written. Keeps a stack of its own, so that no depth of nesting overflows
 * the machine's.
 *
 * @param text - JSON that `JSON.parse` takes.
 */
export function jsonNodes(text: string): TextNode {
  const stack: Open[] = [];
  let root: TextNode | undefined;
  let waiting: (TextRange & { readonly name: string }) | undefined;

  const close = (node: TextNode): void => {
    const parent = stack.at(-1);
    if (parent === undefined) {
      root = node;
    } else if (parent.items !== undefined) {
      parent.items.push(node);
    } else if (parent.name !== undefined) {
      parent.members?.push({ ...parent.name, node });
      parent.name = undefined;
    }
  };

  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const start = at;
    const token = tokenAt(text, at);
    at += token.length;
    const top = stack.at(-1);
    switch (token) {
      case "{":
        stack.push({ start, members: [], items: undefined, name: undefined });
        break;
      case "[":
        stack.push({ start, members: undefined, items: [], name: undefined });
        break;
      case "}":
      case "]": {
        const closed = stack.pop();
        if (closed?.members !== undefined) {
          close({ start: closed.start, end: at, members: closed.members });
        } else if (closed?.items !== undefined) {
          close({ start: closed.start, end: at, items: closed.items });
        }
        break;
      }
      case ":":
        if (top !== undefined) {
          top.name = waiting;
        }
        break;
      case ",":
        break;
      default:
        if (top?.members !== undefined && top.name === undefined) {
          waiting = { start, end: at, name: JSON.parse(token) as string };
        } else {
          close({ start, end: at });
        }
    }
  }
  return root ?? { start: 0, end: text.length };
}

function tokenAt(text: string, start: number): string {
  if (text[start] !== '"') {
    WORD.lastIndex = start;
    return WORD.exec(text)?.[0] ?? text.charAt(start);
  }
  let end = start + 1;
  while (end < text.length && text[end] !== '"') {
    end += text[end] === "\\" ? 2 : 1;
  }
  return text.slice(start, end + 1);
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

/** Finds the first member that an object has a second time, if there is one: of which readers take one or the other. */
export function repeatedMemberIn(root: TextNode): TextMember | undefined {
  const waiting: TextNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const names = new Set<string>();
    for (const member of node.members ?? []) {
      if (names.has(member.name)) {
        return member;
      }
      names.add(member.name);
    }
    waiting.push(...(node.members ?? []).map((member) => member.node).reverse());
    waiting.push(...[...(node.items ?? [])].reverse());
  }
  return undefined;
}
