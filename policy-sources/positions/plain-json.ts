import type { TextRange } from "./text-node";

/** Files in which people write comments are small. */
const LARGEST = 4 * 1024 * 1024;

/**
 * Makes plain JSON of JSON with comments and trailing commas, as editors accept it. Spaces take their place, so all else
 * stays where it is.
 *
 * @returns The text itself if it has neither.
 */
export function plainJson(text: string): string {
  const blanks = text.length > LARGEST ? [] : rangesToBlank(text);
  let plain = "";
  let copied = 0;
  for (const { start, end } of blanks) {
    plain += text.slice(copied, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    copied = end;
  }
  return copied === 0 ? text : plain + text.slice(copied);
}

/** The ranges of comments and trailing commas, in the order of the text. */
function rangesToBlank(text: string): TextRange[] {
  const blanks: TextRange[] = [];
  // A comma that only spaces and comments have followed so far.
  let comma: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const end = commentEnd(text, at);
    if (end !== undefined) {
      blanks.push({ start: at, end });
      at = end - 1;
    } else if (character === ",") {
      comma = at;
    } else if (!/\s/.test(character)) {
      if (comma !== undefined && /[\]}]/.test(character)) {
        blanks.push({ start: comma, end: comma + 1 });
      }
      comma = undefined;
      at = character === '"' ? stringEnd(text, at) : at;
    }
  }
  return blanks.sort((a, b) => a.start - b.start);
}

/** Where a comment that starts at an offset ends; `undefined` if none starts there, or it has no end. */
function commentEnd(text: string, start: number): number | undefined {
  if (text.startsWith("//", start)) {
    const end = text.indexOf("\n", start);
    return end < 0 ? text.length : end;
  }
  const end = text.startsWith("/*", start) ? text.indexOf("*/", start + 2) : -1;
  return end < 0 ? undefined : end + 2;
}

/** The offset of the quote that ends a string. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === "\\" ? 2 : 1;
  }
  return at;
}
