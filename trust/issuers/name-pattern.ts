import { UNKNOWN } from "./unknown-part";

/** A step of a pattern: a literal character, or a name that ends before `stop`. */
type Step =
  | { readonly literal: string }
  | { readonly literal?: undefined; readonly stop: string | undefined; readonly isPath: boolean };

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
  /** What comes before the first name: most strings differ there already. */
  readonly #start: string;
  /** The steps after it. */
  readonly #rest: readonly Step[];

  /** @param source - The pattern as written. */
  constructor(readonly source: string) {
    this.#steps = stepsOf(source);
    const firstName = source.search(/<[^>]*>/);
    this.#start = firstName < 0 ? source : source.slice(0, firstName);
    this.#rest = this.#steps.slice(this.#start.length);
  }

  /**
   * Whether a string begins as the pattern says.
   *
   * @param partial - Whether parts of the string can be unknown. The answer is then whether it could begin so.
   */
  begins(text: string, partial = false): boolean {
    if (!text.startsWith(this.#start) && !partial) {
      return false;
    }
    const marked = partial ? text.replace(UNKNOWN, ANYTHING) : text;
    return partial && marked.includes(ANYTHING) ? this.#could(marked, false) : this.#end(marked) >= 0;
  }

  /** Whether the whole string is as the pattern says. `partial` is as in {@link begins}. */
  matches(text: string, partial = false): boolean {
    if (!text.startsWith(this.#start) && !partial) {
      return false;
    }
    const marked = partial ? text.replace(UNKNOWN, ANYTHING) : text;
    return partial && marked.includes(ANYTHING)
      ? this.#could(marked, true)
      : this.#end(marked) === text.length;
  }

  /** Whether a string can be continued so that it begins as the pattern says. `partial` is as in {@link begins}. */
  canBegin(text: string, partial = false): boolean {
    return this.#could((partial ? text.replace(UNKNOWN, ANYTHING) : text) + ANYTHING, false);
  }

  /** Whether a string can be continued so that all of it is as the pattern says. `partial` is as in {@link begins}. */
  canMatch(text: string, partial = false): boolean {
    return this.#could((partial ? text.replace(UNKNOWN, ANYTHING) : text) + ANYTHING, true);
  }

  /** Where the pattern ends in a string; -1 if the string does not begin so. */
  #end(text: string): number {
    let at = this.#start.length;
    if (!text.startsWith(this.#start)) {
      return -1;
    }
    for (const step of this.#rest) {
      if (step.literal !== undefined) {
        if (text[at++] !== step.literal) {
          return -1;
        }
        continue;
      }
      const start = at;
      while (at < text.length && isNameCharacter(text.charAt(at), step)) {
        at++;
      }
      if (at === start) {
        return -1;
      }
    }
    return at;
  }

  /**
   * The same for a string with unknown parts. State `2 * n` means that step `n` comes next; `2 * n + 1`, that the name
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
      } else if (isNameCharacter(character, step)) {
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
      steps.push({ stop: source[close + 1], isPath: source.slice(at, close).includes("/") });
      at = close;
    }
  }
  return steps;
}

function isNameCharacter(
  character: string,
  { stop, isPath }: { readonly stop: string | undefined; readonly isPath: boolean },
): boolean {
  switch (character) {
    case "/":
      return isPath && stop !== "/";
    case ":":
    case "*":
    case "?":
      return false;
    default:
      return character >= " " && character !== stop;
  }
}
