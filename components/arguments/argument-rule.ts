/** Rules for the values of arguments, and how a value is shown when it breaks one. */
import { ARGUMENTS, type Message } from "../../messages";
import { isPlain } from "./inputs";

/**
 * Reports what is wrong with a value, one message per problem, without repeating the value; nothing when it is valid. The
 * text continues "path: ", so it starts in lower case: `invalid GUID. Expected …`.
 */
export type Rule<T> = (value: T) => readonly Fault[];

/** What is wrong with a value and, if the rule limits a measure such as its length, what the value measures. */
export type Fault = Message & { readonly has?: number };

interface Kinds {
  string: string;
  number: number;
  boolean: boolean;
}

/** A rule for a required value of one kind. Programs without types may pass anything. */
export function required<K extends keyof Kinds>(kind: K, rule: Rule<Kinds[K]>): Rule<unknown> {
  return (value) => {
    if (value === undefined || value === null) {
      return [ARGUMENTS.say("argument-missing")];
    }
    return typeof value === kind ? rule(value as Kinds[K]) : [ARGUMENTS.say("argument-type", `a ${kind}`)];
  };
}

/** What the end of an error message may show of the value. */
export interface ShowOptions {
  /** The value must never be shown, for instance since a private key may have been given by mistake. */
  readonly hideValue?: boolean;
}

/**
 * A value as an error message shows it: as JSON without the outputs in it, cut after 100 characters.
 *
 * @param has - What the value measures, if that is what is wrong with it. It is shown even if the value is not.
 */
export function shown(value: unknown, options: ShowOptions = {}, has?: number): string {
  if (value === undefined || value === null) {
    return "";
  }
  const measure = has === undefined ? "" : `; got ${has}`;
  if (options.hideValue) {
    return `${measure}; the value is not shown`;
  }
  const text = JSON.stringify(withoutOutputs(value, MOST_LEVELS));
  const cut = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return measure === "" ? `; got ${cut}` : `${measure} (${cut})`;
}

/** How many nested lists and maps are shown. No argument has more levels; an unknown argument may have no end. */
const MOST_LEVELS = 5;

/** A value with words in place of outputs, which may be secret and have no JSON. */
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
