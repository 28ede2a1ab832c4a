/** Prints the findings of a run as tables on a terminal. */

/** The longest line, in characters. */
const WIDTH = 80;

/**
 * Lines of at most 80 characters, wrapped at spaces: each row's first cell, and below it the others with the names of their
 * columns.
 *
 * @param title the subject of the table
 */
export function plainTable(
  title: string,
  [, ...columns]: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = rows.flatMap(([first = "", ...cells]) => [
    ...wrapped(first, ""),
    ...cells.flatMap((cell, index) => wrapped(`${columns[index] ?? ""}: ${cell}`, "  ")),
  ]);
  return [`${title}: ${rows.length}`, ...lines, ""].join("\n");
}

/** Prints the table to standard output, unless it is empty. */
export function printTable(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length > 0) {
    process.stdout.write(`\n${plainTable(title, columns, rows)}`);
  }
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const longer = line.trim() === "" ? line + word : `${line} ${word}`;
    if (longer.length > WIDTH && line.trim() !== "") {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
