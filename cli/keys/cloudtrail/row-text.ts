/** The deepest nesting that is read. An event's identity has four levels. */
const DEEPEST = 16;

/** The name of a member, such as `accessKeyId` or `x-amz-copy-source`. */
const NAME = /[\w.:-]+(?==)/y;

/** Where a string without quotes ends: in a row at the next member, for it may hold commas, such as a time of Lake's. */
const ENDS = { row: /, [\w.:-]+=|[}\]]|$/g, list: /, |[}\]]|$/g };

/**
 * Reads a cell of Athena or CloudTrail Lake: JSON, or the form that Athena gives a row and an array, `{type=IAMUser, arn=arn:aws:iam::…}`
 * and `[a, b]`. Names keep their case. The form has no quotes, so a string that contains `, name=` is read as two members; a member that
 * is JSON is read as JSON.
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

  /** @returns `undefined` if the text is of neither form. */
  value(depth: number, within: keyof typeof ENDS = "list"): unknown {
    if (depth > DEEPEST) {
      return undefined;
    }
    const first = this.#text[this.#at];
    if (first !== "{" && first !== "[") {
      return this.#plain(within);
    }
    return this.#json() ?? (first === "{" ? this.#row(depth) : this.#list(depth));
  }

  #row(depth: number): unknown {
    const members: [string, unknown][] = [];
    this.#at++;
    while (!this.#ends("}")) {
      NAME.lastIndex = this.#at;
      const [found] = NAME.exec(this.#text) ?? [];
      if (found === undefined) {
        return undefined;
      }
      this.#at += found.length + 1;
      const value = this.value(depth + 1, "row");
      if (value === undefined) {
        return undefined;
      }
      members.push([found, value]);
      this.#comma();
    }
    return Object.fromEntries(members);
  }

  #list(depth: number): unknown {
    const items: unknown[] = [];
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

  /** JSON, up to the bracket that closes it; `undefined` if it is none, such as for a row without quotes. */
  #json(): unknown {
    const start = /\[*\{?"/y;
    start.lastIndex = this.#at;
    if (!start.test(this.#text)) {
      return undefined;
    }
    let open = 0;
    const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
    token.lastIndex = this.#at;
    for (let match = token.exec(this.#text); match !== null; match = token.exec(this.#text)) {
      open += "{[".includes(match[0]) ? 1 : "}]".includes(match[0]) ? -1 : 0;
      if (open === 0) {
        try {
          const value: unknown = JSON.parse(this.#text.slice(this.#at, token.lastIndex));
          this.#at = token.lastIndex;
          return value;
        } catch {
          return undefined;
        }
      }
    }
    return undefined;
  }

  #plain(within: keyof typeof ENDS): string | undefined {
    const end = ENDS[within];
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
