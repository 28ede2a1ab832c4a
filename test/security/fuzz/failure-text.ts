/** What is printed of an input for which a target does not hold. */

/** Why and for what a target does not hold, uncut. */
export interface Failure {
  /** The error's name and message. */
  readonly reason: string;
  /** Where it was thrown, innermost first. */
  readonly frames: readonly string[];
  readonly input: string;
}

/** How a failure is told. */
export interface FailureTextOptions {
  /** The command that shows it again. */
  readonly again: string;
  /** Whether nothing is cut, however long it is. Default: false. */
  readonly whole?: boolean;
}

/** The longest that is printed of a reason and of an input, in characters: a screen holds both. */
const LONGEST = 1_000;
const FRAMES = 8;

/**
 * The lines for a failure: reason, place, the command that shows it again, input. What a terminal would not show is
 * written as an escape.
 */
export function failureText(
  { reason, frames, input }: Failure,
  { again, whole = false }: FailureTextOptions,
): string {
  const shown = (text: string): string => (whole ? visible(text) : excerpt(visible(text)));
  return [
    shown(reason),
    ...frames.slice(0, whole ? frames.length : FRAMES),
    `again: ${again}`,
    `input: ${shown(input)}`,
  ].join("\n");
}

/** Beginning and end of a long text, and how much was between them. */
function excerpt(text: string): string {
  if (text.length <= LONGEST) {
    return text;
  }
  const end = LONGEST / 4;
  const cut = (text.length - LONGEST).toLocaleString("en");
  const note = `… (${cut} characters cut; --whole shows them) …`;
  return `${text.slice(0, LONGEST - end)}${note}${text.slice(-end)}`;
}

/** Letters beyond ASCII and control characters as JSON escapes: some mean something to what is fuzzed. */
function visible(text: string): string {
  return text.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
