/**
 * Patterns of IAM, for the evaluator and apart from the analyser: that one walks back to the last star, this one cuts a
 * pattern at its stars. Characters are code points.
 */

/** Any one character. */
const ONE = Symbol("?");
/** Any characters. */
const MANY = Symbol("*");

/** A text in which some `*` and `?` stand for themselves and others for characters. */
export type Pattern = readonly (string | typeof ONE | typeof MANY)[];

/** Patterns that were asked for before: policies ask for the same few again and again. */
const known = new Map<string, Pattern>();
const KNOWN_LENGTH = 200;
const KNOWN_COUNT = 10_000;

/** A text in which every `*` and `?` is a wildcard. */
export function patternOf(text: string): Pattern {
  let pattern = known.get(text);
  if (pattern === undefined) {
    pattern = Array.from(text, (character) =>
      character === "*" ? MANY : character === "?" ? ONE : character,
    );
    if (text.length <= KNOWN_LENGTH && known.size < KNOWN_COUNT) {
      known.set(text, pattern);
    }
  }
  return pattern;
}

/** A text in which every character stands for itself. */
export function literalOf(text: string): Pattern {
  return Array.from(text);
}

/** A pattern as a text again, wildcards as they are written. */
export function textOf(pattern: Pattern): string {
  return pattern.map((part) => (part === MANY ? "*" : part === ONE ? "?" : part)).join("");
}

/**
 * Whether a pattern takes a text. Takes time in proportion to the pattern's length, however long it is: of what lies
 * between two stars, all that is longer than the text fails at once.
 */
export function takes(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  if (!pattern.includes(MANY)) {
    return pattern.length === characters.length && fits(pattern, characters, 0);
  }
  const [first = [], ...others] = cutAtStars(pattern);
  const last = others.pop() ?? [];
  const end = characters.length - last.length;
  if (first.length > end || !fits(first, characters, 0) || !fits(last, characters, end)) {
    return false;
  }
  let at = first.length;
  for (const run of others) {
    while (at + run.length <= end && !fits(run, characters, at)) {
      at++;
    }
    at += run.length;
    if (at > end) {
      return false;
    }
  }
  return true;
}

function cutAtStars(pattern: Pattern): Pattern[] {
  const runs: Pattern[] = [];
  let start = 0;
  for (let star = pattern.indexOf(MANY); star >= 0; star = pattern.indexOf(MANY, start)) {
    runs.push(pattern.slice(start, star));
    start = star + 1;
  }
  return [...runs, pattern.slice(start)];
}

/** Whether a run without stars is what stands in the text from a position on, where there is room for it. */
function fits(run: Pattern, characters: readonly string[], at: number): boolean {
  return run.every((part, index) => part === ONE || part === characters[at + index]);
}
