/** Rules for the values of arguments, and how a value is shown when it breaks one. */
import { isPlain } from "./inputs";

/**
 * Says what is wrong with a value, one sentence each, without repeating the value; nothing when it is right. The
 * sentence continues "path: ", so it starts in lower case: `must be a GUID`.
 */
export type Rule<T> = (value: T) => readonly Fault[];

/** What is wrong with a value: a sentence, or one and what the value measures, such as its length. */
export type Fault = string | { readonly reason: string; readonly has: number };

interface Kinds {
  string: string;
  number: number;
  boolean: boolean;
}

/** A rule for a value that must be there and of a kind; programs without types may give anything. */
export function required<K extends keyof Kinds>(kind: K, rule: Rule<Kinds[K]>): Rule<unknown> {
  return (value) => {
    if (value === undefined || value === null) {
      return ["is missing"];
    }
    return typeof value === kind ? rule(value as Kinds[K]) : [`must be a ${kind}`];
  };
}

/** What the end of an error message may show of the value. */
export interface ShowOptions {
  /** The value must never be shown, for instance since a private key may have been given by mistake. */
  readonly hideValue?: boolean;
}

/** A value for the end of an error message: as JSON without the outputs in it, cut after 100 characters. */
export function shown(value: unknown, options: ShowOptions = {}): string {
  if (value === undefined || value === null) {
    return "";
  }
  if (options.hideValue) {
    return "; the value is not shown";
  }
  const text = JSON.stringify(withoutOutputs(value, MOST_LEVELS));
  return `; got ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
}

/** How many lists and maps within each other are shown; no argument has more, and what is no argument may have no end. */
const MOST_LEVELS = 5;

/** A value with words in the place of outputs, which may be secret and have no JSON. */
function withoutOutputs(value: unknown, levels: number): unknown {
  if (!isPlain(value)) {
    return "an output";
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (levels === 0) {
    return "…";
  }
  if (Array.isArray(value)) {
    return value.map((item) => withoutOutputs(item, levels - 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutOutputs(item, levels - 1)]),
  );
}
