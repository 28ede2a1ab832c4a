/**
 * A value of a row or an array as Athena writes it into its results: `{type=IAMUser, arn=arn:aws:iam::…}` and `[a, b]`. The form has no
 * quotes, so a string that contains `, name=` is read as two members.
 */
export type RowValue = string | readonly RowValue[] | { readonly [name: string]: RowValue };

/** The deepest nesting that is read. An event's identity has four levels. */
const DEEPEST = 16;

/**
 * Reads a cell of Athena or CloudTrail Lake: JSON, or the form without quotes.
 *
 * @returns The cell itself if it is neither.
 */
export function readCell(cell: string): unknown {
  const text = cell.trim();
  if (!text.startsWith("{") && !text.startsWith("[")) {
    return cell;
  }
  try {
    return JSON.parse(text);
  } catch {
    const read = new RowText(text).value(0);
    return read ?? cell;
  }
}

class RowText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): RowValue | undefined {
    if (depth > DEEPEST) {
      return undefined;
    }
    const first = this.#text[this.#at];
    return first === "{" ? this.#row(depth) : first === "[" ? this.#list(depth) : this.#plain();
  }

  #row(depth: number): RowValue | undefined {
    const members: Record<string, RowValue> = {};
    this.#at++;
    while (!this.#ends("}")) {
      const name = /\w+(?==)/y;
      name.lastIndex = this.#at;
      const [found] = name.exec(this.#text) ?? [];
      if (found === undefined) {
        return undefined;
      }
      this.#at += found.length + 1;
      const value = this.value(depth + 1);
      if (value === undefined) {
        return undefined;
      }
      members[found.toLowerCase()] = value;
      this.#comma();
    }
    return members;
  }

  #list(depth: number): RowValue | undefined {
    const items: RowValue[] = [];
    this.#at++;
    while (!this.#ends("]")) {
      const value = this.value(depth + 1);
      if (value === undefined) {
        return undefined;
      }
      items.push(value);
      this.#comma();
    }
    return items;
  }

  /** A string ends at the next member or at the end of the row. */
  #plain(): string | undefined {
    const end = /, \w+=|, (?=[{[])|[}\]]|, |$/g;
    end.lastIndex = this.#at;
    const match = end.exec(this.#text);
    if (match === null || match[0] === "") {
      return undefined;
    }
    const value = this.#text.slice(this.#at, match.index);
    this.#at = match.index;
    return value === "null" ? "" : value;
  }

  #comma(): void {
    if (this.#text.startsWith(", ", this.#at)) {
      this.#at += 2;
    }
  }

  #ends(bracket: string): boolean {
    if (this.#at >= this.#text.length) {
      // A cell that is cut off ends here.
      return true;
    }
    if (this.#text[this.#at] === bracket) {
      this.#at++;
      return true;
    }
    return false;
  }
}
