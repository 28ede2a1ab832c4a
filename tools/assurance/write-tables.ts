/** The tables of docs/assurance.md. A run writes its tables, or compares them with what it found. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "../project-root";

/** The page. */
export const ASSURANCE_PAGE = path.join(PROJECT_ROOT, "docs/assurance.md");

/** A table between the page's markers of the same name: `<!-- exploits: … -->` to `<!-- /exploits -->`. */
export interface AssuranceTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Markdown, with one cell per column. */
  readonly rows: readonly (readonly string[])[];
  /**
   * How the page shows the rows. `sections` is for three columns: each first cell is a heading, and below it each last cell
   * appears once, with a list of the cells between. Default is `table`.
   */
  readonly layout?: "table" | "sections";
}

/**
 * Compares a table of the page with what a run found. With `ASSURANCE=write` in the environment, writes the table instead.
 *
 * @throws AssertionError when the page differs from what was found; Error when the page has no such markers
 */
export async function checkAssuranceTable(table: AssuranceTable): Promise<void> {
  const page = await readFile(ASSURANCE_PAGE, "utf8");
  const style = { ...(await resolveConfig(ASSURANCE_PAGE)), filepath: ASSURANCE_PAGE };
  const updated = await format(withTable(page, table), style);
  if (process.env.ASSURANCE === "write") {
    await writeFile(ASSURANCE_PAGE, updated);
    return;
  }
  const remedy = `docs/assurance.md differs from this run in the table ${table.name}; write it with ASSURANCE=write`;
  assert.equal(page, updated, remedy);
}

/** The page with a new table between the table's markers. @throws Error when it has no such markers */
export function withTable(page: string, table: AssuranceTable): string {
  const { name, layout = "table" } = table;
  const [before, rest] = splitAfter(page, new RegExp(`<!-- ${name}\\b[^>]* -->\n`));
  const end = rest?.indexOf(`<!-- /${name} -->`) ?? -1;
  if (before === undefined || rest === undefined || end < 0) {
    throw new Error(`docs/assurance.md has no markers for ${name}`);
  }
  const body = layout === "table" ? asTable(table) : asSections(table);
  return `${before}\n${body}\n\n${rest.slice(end)}`;
}

/** The rows with those in one that differ in a single column. The cell of that column joins theirs, in their order. */
export function merged(
  rows: readonly (readonly string[])[],
  column: number,
  separator: string,
): readonly (readonly string[])[] {
  const others = (row: readonly string[]) => JSON.stringify(row.toSpliced(column, 1));
  return [...grouped(rows, others).values()].map((alike) => {
    const cells = alike.map((row) => row[column] ?? "");
    return (alike[0] ?? []).with(column, [...new Set(cells)].join(separator));
  });
}

/** In the order in which the keys appear. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function asTable({ columns, rows }: AssuranceTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

function asSections({ rows }: AssuranceTable): string {
  const sections = grouped(rows, ([heading = ""]) => heading);
  return [...sections]
    .map(([heading, inSection]) => {
      const outcomes = grouped(inSection, (row) => row.at(-1) ?? "");
      const items = [...outcomes].map(([outcome, same]) =>
        [`- ${outcome}`, ...same.map(([, item = ""]) => `  - ${item}`)].join("\n"),
      );
      return `### ${heading}\n\n${items.join("\n")}`;
    })
    .join("\n\n");
}

function splitAfter(text: string, marker: RegExp): readonly [string?, string?] {
  const found = marker.exec(text);
  const end = found === null ? 0 : found.index + found[0].length;
  return found === null ? [] : [text.slice(0, end), text.slice(end)];
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
