/** One row of a table on a page in Markdown. */
export interface TableRow {
  /** The heading above the table. */
  readonly section: string;
  readonly header: readonly string[];
  readonly cells: readonly string[];
}

/** The rows of all tables, without their headers. */
export function rowsOf(page: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  let section = "";
  let header: readonly string[] | undefined;
  for (const line of page.split("\n")) {
    section = /^#+ (.+)$/.exec(line)?.[1] ?? section;
    if (!line.startsWith("| ")) {
      header = undefined;
      continue;
    }
    const cells = line.slice(2, -2).split(" | ");
    if (header === undefined) {
      header = cells;
    } else if (!cells.every((cell) => cell === "---")) {
      rows.push({ section, header, cells });
    }
  }
  return rows;
}

/** The anchors of a page: those of its headings, and those in its tables. */
export function anchorsOf(page: string): readonly string[] {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => text.toLowerCase());
  return [...headings, ...[...page.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)];
}
