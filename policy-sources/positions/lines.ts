import type { TextRange } from "./text-node";

/** A place in a text as editors count: line and column from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text. */
export class Lines {
  /** Where each line begins. */
  readonly #starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
    }
    this.#starts = starts;
  }

  /** The line and column of an offset. */
  positionOf(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** Where a range begins and ends. */
  placeOf({ start, end }: TextRange): { readonly start: Position; readonly end: Position } {
    return { start: this.positionOf(start), end: this.positionOf(end) };
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string {
    return this.text.slice(this.#starts[number - 1], this.#starts[number]).replace(/\r?\n$/, "");
  }
}
