/** The tables of docs/assurance.md: written by the runs that they tell of, and compared with them otherwise. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "../../lab/project-root";

/** The page. */
export const ASSURANCE_PAGE = path.join(PROJECT_ROOT, "docs/assurance.md");

/** A table between the page's markers of the same name: `<!-- exploits: … -->` to `<!-- /exploits -->`. */
export interface AssuranceTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Texts in Markdown, as many a row as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Compares a table of the page with what a run found; with `ASSURANCE=write` in the environment it writes the table.
 *
 * @throws AssertionError when the page tells something else than what was found; Error when it has no such markers
 */
export async function checkAssuranceTable(table: AssuranceTable): Promise<void> {
  const page = await readFile(ASSURANCE_PAGE, "utf8");
  const style = { ...(await resolveConfig(ASSURANCE_PAGE)), filepath: ASSURANCE_PAGE };
  const updated = await format(withTable(page, table), style);
  if (process.env.ASSURANCE === "write") {
    await writeFile(ASSURANCE_PAGE, updated);
    return;
  }
  const remedy = `docs/assurance.md tells otherwise of the ${table.name}: run it with ASSURANCE=write`;
  assert.equal(page, updated, remedy);
}

/** The page with a table in place of the one that it has. @throws Error when it has no such markers */
export function withTable(page: string, { name, columns, rows }: AssuranceTable): string {
  const [before, rest] = splitAfter(page, new RegExp(`<!-- ${name}\\b[^>]* -->\n`));
  const end = rest?.indexOf(`<!-- /${name} -->`) ?? -1;
  if (before === undefined || rest === undefined || end < 0) {
    throw new Error(`docs/assurance.md has no markers for ${name}`);
  }
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  const table = [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
  return `${before}\n${table.join("\n")}\n\n${rest.slice(end)}`;
}

function splitAfter(text: string, marker: RegExp): readonly [string?, string?] {
  const found = marker.exec(text);
  const end = found === null ? 0 : found.index + found[0].length;
  return found === null ? [] : [text.slice(0, end), text.slice(end)];
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
