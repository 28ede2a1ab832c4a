import type { AssuranceTable } from "./write-tables";

/** Characters per line on a terminal. */
const WIDTH = 80;

/**
 * A table for a terminal. Each row is a paragraph: the first cell at the margin, the others indented below it with the names
 * of their columns. Rows with the same first cell share it. A line is longer than 80 characters only if a word is.
 */
export function inPlainLines({ name, columns, rows }: AssuranceTable): string {
  const lines = [`${name}: ${rows.length} rows`];
  let heading: string | undefined;
  for (const [first = "", ...others] of rows) {
    if (first !== heading) {
      lines.push("", ...wrapped(plain(first), ""));
    }
    heading = first;
    for (const [index, cell] of others.entries()) {
      lines.push(...wrapped(`${columns[index + 1] ?? ""}: ${plain(cell)}`, index === 0 ? "  " : "    "));
    }
  }
  return lines.join("\n");
}

/** Without Markdown's links and code marks. */
function plain(cell: string): string {
  return cell.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("`", "");
}

function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(`${lines.length === 0 ? indent : `${indent}  `}${word}`);
    }
  }
  return lines;
}
