/** Tables of what a run found, for a terminal. */

/** The longest line, in characters. */
const WIDTH = 80;

/**
 * Lines of at most 80 characters: each row's first cell, and below it the others with their columns' names. What is
 * longer goes on in the next line, at spaces.
 *
 * @param title what the table is of
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

/** Prints it to standard output, if there is anything to tell. */
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
