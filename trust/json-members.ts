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

/** Counts the members written in a JSON text. */
function countWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    at = closingQuote(text, at);
    if (isName(text, at)) {
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
  if (Array.isArray(value)) {
    let count = 0;
    for (const item of value) {
      count += countKept(item);
    }
    return count;
  }
  const members = Object.values(value);
  let count = members.length;
  for (const member of members) {
    count += countKept(member);
  }
  return count;
}

/** Walks a JSON text and gives the first member name that an object has twice. */
function findRepeated(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") {
      open.push(new Set());
    } else if (character === "[") {
      open.push(undefined);
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const end = closingQuote(text, at);
      if (isName(text, end)) {
        const name = JSON.parse(text.slice(at, end + 1)) as string;
        const names = open.at(-1);
        if (names?.has(name) === true) {
          return name;
        }
        names?.add(name);
      }
      at = end;
    }
  }
  return undefined;
}

/**
 * Gives a member name that an object of a JSON text has more than once, of which `JSON.parse` keeps only the last.
 * Costs little where there is none: members written and members kept are counted, names are compared only if the
 * counts differ.
 *
 * @param text - Well-formed JSON.
 * @param parsed - What `JSON.parse` made of it.
 */
export function repeatedMember(text: string, parsed: unknown): string | undefined {
  return countWritten(text) === countKept(parsed) ? undefined : findRepeated(text);
}
