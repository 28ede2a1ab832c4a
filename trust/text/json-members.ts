/** A path in a JSON text: names of members, and positions in lists from 0. */
type JsonPath = readonly (string | number)[];

/** Finds the end of a JSON string whose opening quote is at `start`: the position of its closing quote. */
function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") {
      backslashes++;
    }
    if (backslashes % 2 === 0) {
      return end;
    }
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/** Whether a colon follows the string whose closing quote is at `end`: it is the name of a member. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (text.charCodeAt(at) <= 0x20) {
    at++;
  }
  return text[at] === ":";
}

/** Counts the colons after a quotation mark in a JSON text: at least as many as it has members, and seldom more. */
function countWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= 0x20) {
      before--;
    }
    if (text[before] === '"') {
      count++;
    }
  }
  return count;
}

/** Counts the members that are left in a value once `JSON.parse` has read it. */
function countKept(value: unknown): number {
  if (typeof value !== "object" || value === null) {
    return 0;
  }
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      count += countKept(item);
    }
  } else {
    for (const name of Object.keys(value)) {
      count += 1 + countKept((value as Readonly<Record<string, unknown>>)[name]);
    }
  }
  return count;
}

/** An object or a list that is being walked through. */
interface Open {
  /** The names of an object's members so far; `undefined` for a list. */
  readonly names: Set<string> | undefined;
  /** The member or the item that is being read. */
  at: string | number;
}

/** Walks a JSON text and gives the way to the first member whose name its object had before. */
function findRepeated(text: string): JsonPath | undefined {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const top = open.at(-1);
    if (character === "{") {
      open.push({ names: new Set(), at: "" });
    } else if (character === "[") {
      open.push({ names: undefined, at: 0 });
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === "," && typeof top?.at === "number") {
      top.at++;
    } else if (character === '"') {
      const end = closingQuote(text, at);
      if (top?.names !== undefined && isName(text, end)) {
        top.at = JSON.parse(text.slice(at, end + 1)) as string;
        if (top.names.has(top.at)) {
          return open.map((within) => within.at);
        }
        top.names.add(top.at);
      }
      at = end;
    }
  }
  return undefined;
}

/**
 * The path of a member that an object in a JSON text has a second time; `JSON.parse` keeps only the last one. The search is
 * cheap if there is none: names are compared only if more members seem written than kept.
 *
 * @param text - Well-formed JSON.
 * @param parsed - The result of `JSON.parse`.
 * @returns Names of members and positions in lists, ending with the member's name; `undefined` if no member is repeated.
 */
export function repeatedMemberPath(text: string, parsed: unknown): JsonPath | undefined {
  return countWritten(text) === countKept(parsed) ? undefined : findRepeated(text);
}

/** The name of the member that {@link repeatedMemberPath} finds. */
export function repeatedMember(text: string, parsed: unknown): string | undefined {
  const name = repeatedMemberPath(text, parsed)?.at(-1);
  return name === undefined ? undefined : String(name);
}
