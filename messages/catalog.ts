/** A catalog holds every message of one area with its stable code, its cause, and its fix. */

/** A message that a user sees, with the code under which the manual explains it. */
export interface Message {
  /** The stable code, in kebab case, unique in the product: `claim-not-pinned`. */
  readonly code: string;
  /** What is wrong, without the code. Never holds a secret. */
  readonly text: string;
  /** How to fix it, which follows the text and the value that was given. Default: the text says it all. */
  readonly next?: string;
}

/** One kind of message. */
export interface Entry {
  /** Builds the text from the values that it shows. The text does not end with the code. */
  readonly text: (...values: never[]) => string;
  /** The instruction that ends the message, after the value that was given. Default: none. */
  readonly next?: (...values: never[]) => string | undefined;
  /** Values for the manual, which shows the text with them. */
  readonly sample: readonly unknown[];
  /** Why this happens, in one to three sentences. Markdown; links are relative to docs/reference. */
  readonly cause: string;
  /** How to fix it: an instruction, with a command where there is one. Markdown, as in `cause`. */
  readonly fix: string;
}

/** An entry whose text shows `Values`. */
export interface EntryOf<Values extends unknown[]> extends Pick<Entry, "cause" | "fix"> {
  readonly text: (...values: Values) => string;
  readonly next?: (...values: Values) => string | undefined;
  readonly sample: Readonly<Values>;
}

/** The entries of one area by code. */
export type Entries = Readonly<Record<string, Entry>>;

/** Declares an entry. Its sample has the types of the values that its text shows. */
export function entry<Values extends unknown[]>(declared: EntryOf<Values>): EntryOf<Values> {
  return declared;
}

/** The messages of one area. */
export class Catalog<E extends Entries = Entries> {
  /** The area, as the manual calls it: `Findings on trust policies`. */
  readonly area: string;
  /** Each kind of message by its code. */
  readonly entries: E;

  /**
   * @param area - The heading of this catalog in the manual.
   * @param entries - Each kind of message by its code.
   */
  constructor(area: string, entries: E) {
    this.area = area;
    this.entries = entries;
  }

  /**
   * The message of a kind, with the values that it shows.
   *
   * @throws {RangeError} If the catalog has no such code. The compiler refuses that too.
   */
  say<C extends keyof E & string>(code: C, ...values: Parameters<E[C]["text"]>): Message {
    const found: Entry | undefined = this.entries[code];
    if (found === undefined) {
      throw new RangeError(`no message has the code ${code}`);
    }
    const text = found.text(...(values as never[]));
    const next = found.next?.(...(values as never[]));
    return next === undefined ? { code, text } : { code, text, next };
  }
}

/** A message as it is printed: its text, how to fix it, and, in brackets, its code. */
export function withCode({ code, text, next }: Message): string {
  return `${text}${next === undefined ? "" : `. ${next}`} [${code}]`;
}
