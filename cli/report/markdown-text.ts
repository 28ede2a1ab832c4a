/** Markdown syntax for all reports. It escapes names from files, so they cannot link or mention anyone. */
import { printable } from "./printable";

/**
 * Text from a file as an inline code span. Markdown reads nothing in it, so it links nothing and mentions nobody. The
 * three characters that could end the span or a table's cell are shown by their codes.
 */
export function codeSpan(text: string): string {
  const inert = printable(text).replace(/[`|\\]/g, (character) => `<${codeOf(character)}>`);
  return `\`${inert.trim() === "" ? "(empty)" : inert}\``;
}

/** A block of code that nothing in it can end. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table. Its cells are already Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * A sentence that quotes a file, as prose. Backslashes take their meaning from what Markdown or HTML would read: an underscore
 * within a word, a colon in an ARN, and parentheses mean nothing. An invisible space behind the characters that begin a mention
 * or a reference (`@name`, `#1`, GitLab's `!1`, `~label`) keeps code hosts from notifying anyone: they look for those in the
 * rendered text.
 */
export function prose(text: string): string {
  return printable(text)
    .replace(/[\\`*[\]<>#|~$@]|&(?=[\w#])|[!%](?=\w)/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(COLON, "\\:")
    .replace(/\\([@#!~$&%])(?=\w)/g, "\\$1&#8203;")
    .replace(/www\./gi, (www) => `${www.slice(0, -1)}\\.`)
    .replace(/^(\s*\d*)([-+](?=[\s-]|$)|=(?==*$)|(?<=\d)[.)](?=\s|$))/, "$1\\$2");
}

/** Colons of a link, and those around the name of an emoji. */
const COLON = /:(?=\/\/)|(?<=\b(?:mailto|xmpp)):|(?<![\w:]):(?=[\w+-]+:)|:(?=(?:[+-]1|100|1234):)/gi;

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
