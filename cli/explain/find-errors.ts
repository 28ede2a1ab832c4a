import { printable } from "../report/printable";
import { type Explained, explanations } from "./explained";
import { patternOf, type Weight } from "./known-errors/known-error";
import { KNOWN_ERRORS } from "./known-errors/known-errors";

/** An explained error, and where it was found first. */
export interface FoundError {
  readonly error: Explained;
  /** The line in the text, from 1. */
  readonly lineNumber: number;
  /** That line, without secrets, shortened around the error. */
  readonly line: string;
}

/** How much of a line is shown on each side of the error, in characters. */
const AROUND = 160;

/** What a line may hold but an explanation must not repeat. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g, "<token removed>"],
  [
    /((?:secret_?access_?key|session_?token|client_?secret|web_?identity_?token|access_?token|client_?assertion|password|passphrase)\\?["']?\s*[=:]\s*\\?["']?)[^\s"'&,<]+/gi,
    "$1<removed>",
  ],
  [/(<(?:SecretAccessKey|SessionToken)>)[^<]*/g, "$1<removed>"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, "<key ID removed>"],
];

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
 * by its text. A text that is nothing but a code is that code.
 */
export function findErrors(text: string): FoundError[] {
  const all = explanations();
  const only = all.get(
    text
      .trim()
      .replace(/^\[(.*)\]$/, "$1")
      .toLowerCase(),
  );
  const found = only === undefined ? placesIn(text, all) : [{ error: only, start: 0, end: text.length }];
  const starts = lineStarts(text);
  return found
    .sort((a, b) => ORDER.indexOf(a.error.weight) - ORDER.indexOf(b.error.weight) || a.start - b.start)
    .map(({ error, start, end }) => ({ error, ...lineAt(text, starts, start, end) }));
}

function placesIn(text: string, all: ReadonlyMap<string, Explained>): Place[] {
  const found = new Map<string, Place>();
  const add = (code: string, start: number, end: number): void => {
    const error = all.get(code);
    if (error !== undefined && !found.has(code)) {
      found.set(code, { error, start, end });
    }
  };
  for (const match of text.matchAll(/\[([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\]/g)) {
    add(match[1] ?? "", match.index, match.index + match[0].length);
  }
  for (const { code, area } of all.values()) {
    if (area === "Policy pack") {
      // A rule's name may be part of a longer one, such as a file's.
      const match = new RegExp(`(?<![\\w./-])${code}(?![\\w/-])`).exec(text);
      if (match !== null) {
        add(code, match.index, match.index + code.length);
      }
    }
  }
  for (const error of KNOWN_ERRORS.flatMap(({ errors }) => errors)) {
    const match = patternOf(error).exec(text);
    if (match !== null) {
      add(error.code, match.index, match.index + match[0].length);
    }
  }
  return [...found.values()];
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
    (before.length > AROUND ? `…${before.slice(-AROUND)}` : before) +
    (after.length > shown ? `${after.slice(0, shown)}…` : after);
  return { lineNumber: low + 1, line: printable(line) };
}

/** A text without tokens and keys. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((rest, [pattern, shown]) => rest.replaceAll(pattern, shown), text);
}
