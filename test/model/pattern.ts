/**
 * Patterns of IAM, apart from the analyzer: that one walks back to the last star, and here a pattern is cut at its stars.
 * Characters are UTF-16 code units, as IAM counts them (recorded: answers of IAM in radkawar/stackd, condition_strings.json).
 */

/** Any one character. */
const ONE = Symbol("?");
/** Any characters. */
const MANY = Symbol("*");

/** A text in which some `*` and `?` stand for themselves and others for characters. */
export type Pattern = readonly (string | typeof ONE | typeof MANY)[];

/** A function that makes each value once and keeps it: policies and tokens ask for the same few things again and again. */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let kept = known.get(key);
    if (kept === undefined) {
      kept = { value: make(key) };
      known.set(key, kept);
    }
    return kept.value;
  };
}

/** A text in which every `*` and `?` is a wildcard. */
export function patternOf(text: string): Pattern {
  return text.split("").map((character) => (character === "*" ? MANY : character === "?" ? ONE : character));
}

/** A text in which every character stands for itself. */
export function literalOf(text: string): Pattern {
  return text.split("");
}

/** A pattern as a text again, wildcards as they are written. */
export const textOf = remembered((pattern: Pattern) =>
  pattern.map((part) => (part === MANY ? "*" : part === ONE ? "?" : part)).join(""),
);

/**
 * Whether a pattern matches a string. The time grows with the product of both lengths at most: each part between two stars is
 * looked for once, from where the one before it ended.
 */
export function takes(pattern: Pattern, text: string): boolean {
  const fits = (run: Pattern, at: number): boolean =>
    run.every((part, index) => part === ONE || part === text[at + index]);
  const [first = [], ...runs] = cutAtStars(pattern);
  const last = runs.pop();
  if (last === undefined) {
    return first.length === text.length && fits(first, 0);
  }
  const end = text.length - last.length;
  if (first.length > end || !fits(first, 0) || !fits(last, end)) {
    return false;
  }
  let at = first.length;
  for (const run of runs) {
    while (at + run.length <= end && !fits(run, at)) {
      at++;
    }
    at += run.length;
    if (at > end) {
      return false;
    }
  }
  return true;
}

const cutAtStars = remembered((pattern: Pattern): Pattern[] => {
  const stars = pattern.flatMap((part, index) => (part === MANY ? [index] : []));
  return [-1, ...stars].map((star, index) => pattern.slice(star + 1, stars[index]));
});
