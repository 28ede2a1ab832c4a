import { LONGEST_TEXT, textOf } from "./values";

/** A pattern with no more than this is matched at once, whatever the text is. */
const LONGEST_PATTERN = 200;
const LONGEST_MATCHED = 500;
const MOST_QUANTIFIERS = 3;

/**
 * A pattern of Terraform as one of JavaScript, without flags. `undefined` if the two languages may differ in it, or if it
 * could take long.
 *
 * Source: RE2, "Syntax".
 */
function patternOf(pattern: string): string | undefined {
  const quantifiers = pattern.replace(/\\./g, "").match(/[+*]|\{\d/g)?.length ?? 0;
  const isPlain =
    isAscii(pattern) &&
    pattern.length <= LONGEST_PATTERN &&
    quantifiers <= MOST_QUANTIFIERS &&
    // Named groups, flags, classes in brackets, and groups that repeat.
    !/\(\?(?!:)|\[\[|\[\]|\[\^\]|\)[+*{]|[+*?}][+*{]|\\(?![dDwWsSbB.\\/+*?()[\]{}|^$:@-])/.test(pattern);
  try {
    return isPlain && new RegExp(pattern) instanceof RegExp ? pattern : undefined;
  } catch {
    return undefined;
  }
}

/** `replace`: a pattern is between slashes. */
export function replaceText(text: string, part: string, by: string): string | undefined {
  if (part.length > 1 && part.startsWith("/") && part.endsWith("/")) {
    const pattern = patternOf(part.slice(1, -1));
    // Names of groups go on with letters and digits in Go.
    const isClear = !/\$(?!\{\d\}|\d(?!\w)|\$)/.test(by);
    const groups = pattern === undefined ? 0 : (new RegExp(`${pattern}|`).exec("")?.length ?? 1) - 1;
    const isGroup = [...by.matchAll(/\d/g)].every(([digit]) => Number(digit) <= groups) || !by.includes("$");
    if (pattern === undefined || !isClear || !isGroup || !isMatchable(text)) {
      return undefined;
    }
    return text.replace(
      new RegExp(pattern, "g"),
      by.replace(/\$\{(\d)\}/g, "$$$1").replace(/\$0(?!\d)/g, "$$&"),
    );
  }
  return part === "" ? undefined : text.replaceAll(part, () => by);
}

/**
 * `regex`: the groups of the first match, or all of it.
 *
 * @returns `null` if nothing matches.
 */
export function firstMatch(
  pattern: string,
  text: string,
): string | readonly (string | null)[] | null | undefined {
  const safe = patternOf(pattern);
  if (safe === undefined || !isMatchable(text)) {
    return undefined;
  }
  const found = new RegExp(safe).exec(text);
  if (found === null) {
    return null;
  }
  const [whole, ...groups] = found as (string | undefined)[];
  return groups.length === 0 ? (whole ?? "") : groups.map((group) => group ?? null);
}

/** `regexall`: the same for all matches. */
export function allMatches(pattern: string, text: string): unknown[] | undefined {
  const safe = patternOf(pattern);
  return safe === undefined || !isMatchable(text)
    ? undefined
    : [...text.matchAll(new RegExp(safe, "g"))].map(([whole, ...groups]: (string | undefined)[]) =>
        groups.length === 0 ? whole : groups.map((group) => group ?? null),
      );
}

function isMatchable(text: string): boolean {
  return text.length <= LONGEST_MATCHED && isAscii(text);
}

/** `format` with `%s`, `%v`, `%d`, `%q`, and `%%`. */
export function formatText(pattern: string, values: readonly unknown[]): string | undefined {
  let next = 0;
  const refused: string[] = [];
  const text = pattern.replace(/%(.?)/g, (_, verb: string) => {
    if (verb === "%") {
      return "%";
    }
    const value = values[next++];
    const shown = verb === "d" && typeof value !== "number" ? undefined : textOf(value);
    const isPlain = verb !== "q" || /^[\w:/.*@-]*$/.test(shown ?? "");
    if (!/^[svdq]$/.test(verb) || shown === undefined || !isPlain) {
      refused.push(verb);
    }
    return verb === "q" ? `"${shown}"` : (shown ?? "");
  });
  return refused.length === 0 && next === values.length && text.length <= LONGEST_TEXT ? text : undefined;
}

/** `substr`: counts characters as people do, which for these texts are units. */
export function substring(text: string, start: number, length: number): string | undefined {
  if (!isAscii(text) || !Number.isInteger(start) || !Number.isInteger(length) || length === 0) {
    return undefined;
  }
  const from = start < 0 ? Math.max(text.length + start, 0) : start;
  return length < 0 ? text.slice(from) : text.slice(from, from + length);
}

/** `trim`: removes any of some characters on both sides. */
export function trimmed(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text.charAt(start))) {
    start++;
  }
  while (end > start && characters.includes(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(start, end);
}

/** Whether a string has only characters that all languages count and change alike. */
export function isAscii(text: string): boolean {
  return /^[\t\n\r\x20-\x7e]*$/.test(text);
}
