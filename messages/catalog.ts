/** A catalog holds messages of one area with their stable codes. docs/errors has the cause and the fix of each code. */

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
}

/** An entry whose text shows `Values`. */
export interface EntryOf<Values extends unknown[]> {
  readonly text: (...values: Values) => string;
  readonly next?: (...values: Values) => string | undefined;
}

/** The entries of one area by code. */
export type Entries = Readonly<Record<string, Entry>>;

/** Declares an entry. `text` and `next` take the same values. */
export function entry<Values extends unknown[]>(declared: EntryOf<Values>): EntryOf<Values> {
  return declared;
}

/** The messages of one area. */
export class Catalog<E extends Entries = Entries> {
  /** Each kind of message by its code. */
  readonly entries: E;

  /**
   * @param entries - Each kind of message by its code.
   */
  constructor(entries: E) {
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

/**
 * Makes a message at the check that reports it.
 *
 * @param code - Its code, for which docs/errors has a section.
 */
export function coded(code: string, text: string, next?: string): Message {
  return next === undefined ? { code, text } : { code, text, next };
}

/** A message as it is printed: its text, how to fix it, and, in brackets, its code. */
export function withCode({ code, text, next }: Message): string {
  return `${text}${next === undefined ? "" : `. ${next}`} [${code}]`;
}
