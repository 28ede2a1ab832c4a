import { UNKNOWN } from "./unknown-part";

/** A step of a pattern: a literal character, or the characters that a name can have. */
type Step = { readonly literal: string } | { readonly literal?: undefined; readonly characters: RegExp };

/** A character that stands for an unknown part while a string is matched. No policy holds it. */
const ANYTHING = "\uE000";

/**
 * A pattern such as `repo:<owner>/<name>:`. Each `<…>` matches one name: one or more characters other than `/`, `:`,
 * `*`, `?`, control characters, and the literal that follows the name in the pattern. A name with a slash, such as
 * `<group/project>`, can have slashes too.
 *
 * Matching takes time in proportion to the length of the string.
 */
export class NamePattern {
  readonly #steps: readonly Step[];
  readonly #beginning: RegExp;
  readonly #whole: RegExp;

  /** The regular expression of a string that it matches, without `^` and `$`. */
  readonly expression: string;

  /** @param source - The pattern as written. */
  constructor(readonly source: string) {
    this.#steps = stepsOf(source);
    this.expression = this.#steps.map(expressionOf).join("");
    this.#beginning = new RegExp(`^${this.expression}`);
    this.#whole = new RegExp(`^${this.expression}$`);
  }

  /**
   * Whether a string begins as the pattern says.
   *
   * @param partial - Whether parts of the string can be unknown. The answer is then whether it could begin so.
   */
  begins(text: string, partial = false): boolean {
    const marked = partial ? text.replace(UNKNOWN, ANYTHING) : text;
    return partial && marked.includes(ANYTHING) ? this.#could(marked, false) : this.#beginning.test(marked);
  }

  /** Whether the whole string is as the pattern says. `partial` is as in {@link begins}. */
  matches(text: string, partial = false): boolean {
    const marked = partial ? text.replace(UNKNOWN, ANYTHING) : text;
    return partial && marked.includes(ANYTHING) ? this.#could(marked, true) : this.#whole.test(marked);
  }

  /** Whether a string can be continued so that it begins as the pattern says. `partial` is as in {@link begins}. */
  canBegin(text: string, partial = false): boolean {
    return this.#could((partial ? text.replace(UNKNOWN, ANYTHING) : text) + ANYTHING, false);
  }

  /** Whether a string can be continued so that all of it is as the pattern says. `partial` is as in {@link begins}. */
  canMatch(text: string, partial = false): boolean {
    return this.#could((partial ? text.replace(UNKNOWN, ANYTHING) : text) + ANYTHING, true);
  }

  /**
   * Whether a string with unknown parts could match. State `2 * n` means that step `n` comes next; `2 * n + 1`, that the name
   * of step `n` has begun.
   */
  #could(text: string, whole: boolean): boolean {
    const end = 2 * this.#steps.length;
    let states = new Set([0]);
    for (const character of text) {
      if (!whole && states.has(end)) {
        return true;
      }
      states = character === ANYTHING ? fromFirst(states, end) : this.#after(states, character);
      if (states.size === 0) {
        return false;
      }
    }
    return states.has(end);
  }

  #after(states: ReadonlySet<number>, character: string): Set<number> {
    const next = new Set<number>();
    for (const state of states) {
      const step = this.#steps[state >> 1];
      if (step === undefined) {
        continue;
      }
      if (step.literal !== undefined) {
        if (step.literal === character) {
          next.add(state + 2);
        }
      } else if (step.characters.test(character)) {
        next.add(state | 1).add((state | 1) + 1);
      }
    }
    return next;
  }
}

/** An unknown part can hold whatever leads from the first of some states to any state after it. */
function fromFirst(states: ReadonlySet<number>, end: number): Set<number> {
  const first = Math.min(...states);
  const next = new Set<number>();
  for (let state = first; state <= end; state++) {
    next.add(state);
  }
  return next;
}

function stepsOf(source: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < source.length; at++) {
    const close = source[at] === "<" ? source.indexOf(">", at) : -1;
    if (close < 0) {
      steps.push({ literal: source.charAt(at) });
    } else {
      const stop = source[close + 1];
      const isPath = source.slice(at, close).includes("/") && stop !== "/";
      const excluded = `:*?\0-\x1f${isPath ? "" : "/"}${escaped(stop ?? "")}`;
      steps.push({ characters: new RegExp(`[^${excluded}]`) });
      at = close;
    }
  }
  return steps;
}

/** A step as a regular expression. A name takes all that it can, so that no string is tried in two ways. */
function expressionOf(step: Step): string {
  return step.literal === undefined
    ? `${step.characters.source}+(?!${step.characters.source})`
    : escaped(step.literal);
}

function escaped(text: string): string {
  return text.replace(/[-\\^$.*+?()[\]{}|/]/g, "\\$&");
}
