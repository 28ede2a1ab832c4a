/** Decides which known errors an input of explain has, and which code a misspelled one resembles. */
import { nearestName } from "../../messages";
import { hideSecrets } from "../hide-secrets";
import { printable } from "../report/printable";
import { type Explained, explanations } from "./explained";
import {
  isPlain,
  type KnownError,
  patternOf,
  valuesIn,
  type Weight,
  withValues,
} from "./known-errors/known-error";
import { KNOWN_ERRORS } from "./known-errors/known-errors";

/** An explained error, and where it was found first. */
export interface FoundError {
  readonly error: Explained;
  /** The line in the text, from 1. */
  readonly lineNumber: number;
  /** That line, without secrets. A long one is shortened to its beginning and the text around the error. */
  readonly line: string;
}

/** How much of a line is shown on each side of the error, in characters. */
const AROUND = 160;

/** The longest message of this product that repeats an error of another program, in characters. */
const LONGEST_MESSAGE = 1500;

/** No code is nearly as long as this, in characters. Longer words are not compared with codes. */
const LONGEST_CODE = 100;

/** An ID of an access key. The line is shown without it. */
const KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g;

/** The worst first; what belongs together keeps the order of the text. */
const ORDER: readonly Weight[] = ["broken", "passing", "symptom"];

interface Place {
  readonly error: Explained;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds each known error in a string once: the worst first, otherwise in the order of the string.
 *
 * A message of this product is recognized by its code in brackets, a rule of the pack by its name, and an error of others
 * by its text. A text that is nothing but codes is those codes. An error of others that a message of this product repeats is left out: the
 * message says more.
 */
export function findErrors(text: string): FoundError[] {
  const all = explanations();
  const found = codesIn(text, all) ?? placesIn(text, all);
  const starts = lineStarts(text);
  return found
    .sort((a, b) => ORDER.indexOf(a.error.weight) - ORDER.indexOf(b.error.weight) || a.start - b.start)
    .map(({ error, start, end }) => ({ error, ...lineAt(text, starts, start, end) }));
}

/** The code that a misspelled code is nearest to. `undefined` if the text is not one word, or is like no code. */
export function nearestCode(text: string): string | undefined {
  const word = text.trim();
  return word.length > LONGEST_CODE || /\s/.test(word)
    ? undefined
    : nearestName(codeOf(word), [...explanations().keys()]);
}

/** The places of the codes if each word of the text is a code. A log ends the search with its first word. */
function codesIn(text: string, all: ReadonlyMap<string, Explained>): Place[] | undefined {
  const places: Place[] = [];
  for (const { 0: word, index } of text.matchAll(/[^\s,;]+/g)) {
    const error = all.get(codeOf(word));
    if (error === undefined) {
      return undefined;
    }
    places.push({ error, start: index, end: index + word.length });
  }
  return uniqueByCode(places);
}

/** A word as a code: without brackets, and in lower case. */
function codeOf(word: string): string {
  return word.replace(/^\[(.*)\]$/, "$1").toLowerCase();
}

function placesIn(text: string, all: ReadonlyMap<string, Explained>): Place[] {
  const own = [...text.matchAll(/\[([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\]/g)].flatMap(
    ({ 0: { length }, 1: code = "", index }) => {
      const error = all.get(code);
      return error === undefined
        ? []
        : [{ error: withAudience(error, text.slice(0, index)), start: index, end: index + length }];
    },
  );
  const rules = [...all.values()]
    .filter(({ area }) => area === "Policy pack")
    .flatMap((error) => {
      // A rule's name may be part of a longer one, such as a file's.
      const match = new RegExp(`(?<![\\w./-])${error.code}(?![\\w/-])`).exec(text);
      return match === null ? [] : [placeOf(error, match)];
    });
  const others = KNOWN_ERRORS.flatMap(({ errors }) => errors).flatMap((known) => {
    const error = all.get(known.code);
    const match = firstNotRepeated(text, patternOf(known), own);
    return error === undefined || match === undefined
      ? []
      : [placeOf(filledIn(error, known, text, match.index), match)];
  });
  return uniqueByCode([...own, ...rules, ...others]);
}

/**
 * The explanation with the values of the text in the commands that confirm the cause. They are about what the text names; a fix may need
 * another value, such as another tenant.
 */
function filledIn(error: Explained, known: KnownError, text: string, start: number): Explained {
  const values = valuesIn(known, text.slice(start, start + LONGEST_MESSAGE));
  const confirm = error.confirm.map((line) => withValues(line, showable(values)));
  const first = error.confirm.findIndex((line) => line === error.next);
  return { ...error, confirm, next: confirm[first] ?? error.next };
}

/** The values that may be in a command: none is a secret, and a shell reads each as one plain word. */
function showable(values: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...values].filter(([, value]) => isPlain(value) && withoutSecrets(value) === value));
}

/** The audience in a message of this product: an application ID URI or a client ID. */
const AUDIENCE =
  /\baudience "?((?:api|https?|urn|ms-appx):[^\s"]+?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})"?[.,;:]?(?:\s|$)/;

/** The explanation of a message of this product with the audience that the message names, in the next command. */
function withAudience(error: Explained, before: string): Explained {
  const line = before.slice(-LONGEST_MESSAGE).split("\n").at(-1) ?? "";
  const values = new Map([["audience", AUDIENCE.exec(line)?.[1] ?? ""]]);
  return error.next === undefined ? error : { ...error, next: withValues(error.next, showable(values)) };
}

/** The first match of an error of another program that no message of this product repeats. Goes through `own` once. */
function firstNotRepeated(text: string, pattern: RegExp, own: readonly Place[]): RegExpExecArray | undefined {
  let next = 0;
  for (const match of text.matchAll(new RegExp(pattern, "g"))) {
    while ((own[next]?.start ?? Infinity) <= match.index) {
      next++;
    }
    if (!isRepeated(text, match.index, own[next])) {
      return match;
    }
  }
  return undefined;
}

function placeOf(error: Explained, { 0: { length }, index }: RegExpExecArray): Place {
  return { error, start: index, end: index + length };
}

/** Whether a message of this product contains a position: `next`, the first code after it, ends the same line. */
function isRepeated(text: string, position: number, next: Place | undefined): boolean {
  return (
    next !== undefined &&
    next.error.known === undefined &&
    next.start - position <= LONGEST_MESSAGE &&
    // A log can hold a whole output in one line, with its line ends escaped.
    !/\n|\\n/.test(text.slice(position, next.start))
  );
}

function uniqueByCode(places: readonly Place[]): Place[] {
  return [...new Map(places.toReversed().map((place) => [place.error.code, place])).values()];
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function lineAt(
  text: string,
  starts: readonly number[],
  start: number,
  end: number,
): Pick<FoundError, "lineNumber" | "line"> {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((starts[middle] ?? 0) <= start) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const lineStart = starts[low] ?? 0;
  const lineEnd = (starts[low + 1] ?? text.length + 1) - 1;
  // Secrets are removed before the line is shortened: half a token is not recognized.
  const before = withoutSecrets(text.slice(lineStart, start)).trimStart();
  const after = withoutSecrets(text.slice(start, lineEnd)).trimEnd();
  const shown = Math.min(Math.max(end - start, AROUND), 2 * AROUND);
  const line =
    (before.length > AROUND ? `${before.slice(0, AROUND / 2)}…${before.slice(-AROUND / 2)}` : before) +
    (after.length > shown ? `${after.slice(0, shown)}…` : after);
  return { lineNumber: low + 1, line: printable(line) };
}

/** A text without secrets and the IDs of keys. */
export function withoutSecrets(text: string): string {
  return hideSecrets(text).replaceAll(KEY_ID, "<key ID>");
}
