/** The space between two columns. */
const GAP = "  ";
/** Narrower cells would be harder to read than long lines. */
const NARROWEST = 16;

/**
 * Aligns rows of cells. If they are too wide for a terminal, the widest column is broken into several lines.
 *
 * @param rows - The heading and the rows. All have the same number of cells, which are printable.
 * @param columns - The terminal's width; `undefined` if the output goes to no terminal.
 */
export function alignTable(rows: readonly (readonly string[])[], columns: number | undefined): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const widest = widths.indexOf(Math.max(...widths));
  if (columns !== undefined && total > columns) {
    widths[widest] = Math.max(NARROWEST, (widths[widest] ?? 0) - (total - columns));
  }
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => piecesOf(cell, widths[column] ?? 0));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((pieces, column) => (pieces[line] ?? "").padEnd(widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    );
  });
}

function piecesOf(cell: string, width: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start < cell.length; start += width) {
    pieces.push(cell.slice(start, start + width));
  }
  return pieces;
}
