/** Splits the CSV results of Athena and CloudTrail Lake for the keys commands. */
import { StringDecoder } from "node:string_decoder";
import { SplitError } from "./record-splitter";
import type { Row } from "./row-event";

/** The longest row, in characters. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Splits comma-separated values into rows, with the first row as the names of the columns. It keeps one row in memory.
 *
 * Source: RFC 4180; Amazon Athena user guide, "Work with query results", which writes every cell in quotes.
 */
export class CsvSplitter {
  readonly #take: (row: Row) => void;
  readonly #needed: readonly string[];
  readonly #decoder = new StringDecoder("utf8");
  #columns: readonly string[] | undefined;
  #cells: string[] = [];
  #cell = "";
  #isQuoted = false;
  /** Whether the last character was a quote within quotes: the end of the cell, or half of a quote. */
  #quoteBefore = false;

  /** @param needed - The required columns, in lower case. */
  constructor(needed: readonly string[], take: (row: Row) => void) {
    this.#needed = needed;
    this.#take = take;
  }

  /**
   * Takes the next bytes.
   *
   * @throws {SplitError} If a needed column is missing or a row does not end.
   */
  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (this.#isQuoted) {
        if (character === '"') {
          this.#cell += text.slice(start, at);
          start = at + 1;
          this.#isQuoted = false;
          this.#quoteBefore = true;
        }
        continue;
      }
      if (character === '"') {
        // Two quotes within quotes are one.
        this.#cell += this.#quoteBefore ? '"' : text.slice(start, at);
        start = at + 1;
        this.#isQuoted = true;
      } else if (character === "," || character === "\n") {
        this.#cell += text.slice(start, at);
        start = at + 1;
        this.#endCell();
        if (character === "\n") {
          this.#endRow();
        }
      }
      this.#quoteBefore = false;
    }
    this.#cell += text.slice(start);
    if (this.#cell.length > LONGEST) {
      throw new SplitError(`a row is longer than ${LONGEST} characters`);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws {SplitError} If the file ends within quotes or has no columns.
   */
  end(): void {
    if (this.#isQuoted) {
      throw new SplitError("the file ends in the middle of a row");
    }
    if (this.#cell !== "" || this.#cells.length > 0) {
      this.#endCell();
      this.#endRow();
    }
    if (this.#columns === undefined) {
      throw new SplitError("it has no row with the names of the columns");
    }
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = "";
  }

  #endRow(): void {
    const cells = this.#cells;
    this.#cells = [];
    const last = cells.length - 1;
    cells[last] = (cells[last] ?? "").replace(/\r$/, "");
    if (cells.length === 1 && cells[0] === "") {
      return;
    }
    if (this.#columns !== undefined) {
      this.#take(new Map(this.#columns.map((column, index) => [column, cells[index] ?? ""])));
      return;
    }
    const columns = cells.map((name) =>
      name
        .replace(/^\ufeff/, "")
        .trim()
        .toLowerCase(),
    );
    const missing = this.#needed.filter((name) => !columns.includes(name));
    if (missing.length > 0) {
      throw new SplitError(`the columns ${missing.join(", ")} are missing`);
    }
    this.#columns = columns;
  }
}
