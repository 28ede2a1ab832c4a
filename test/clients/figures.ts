/** What the matrix measured, for the table at its end. */
import type { Client, ReadyClient } from "./client";

/** Columns after the client's name. Counts are starts of the helper and STS calls. */
const COLUMNS = [
  "version",
  "ten listings",
  "twenty at once",
  "renewal",
  "role deleted",
  "shown",
  "never answers",
  "takes no connection",
] as const;

/** A column that is filled in by a test. */
export type FigureColumn = (typeof COLUMNS)[number];

export class Figures {
  readonly #rows = new Map<Client, Map<string, string>>();

  /** Notes which version of a client is measured. */
  name(client: Client, { version }: ReadyClient): void {
    this.add(client, "version", version);
  }

  add(client: Client, column: FigureColumn, figure: string): void {
    const row = this.#rows.get(client) ?? new Map<string, string>();
    this.#rows.set(client, row.set(column, figure));
  }

  /** Columns, and rows of as many cells. */
  table(): [columns: readonly string[], rows: readonly (readonly string[])[]] {
    const rows = [...this.#rows].map(([{ name }, cells]) => [
      name,
      ...COLUMNS.map((column) => cells.get(column) ?? "-"),
    ]);
    return [["Client", ...COLUMNS], rows];
  }
}
