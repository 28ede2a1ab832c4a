/** Root hook of mocha: shows the difference of a failed comparison once. Mocha prints its own below the message, where Node has one too. */

interface Failure {
  message: string;
  stack?: string | undefined;
  /** Whether Node wrote the message: one of our own has no difference in it. */
  readonly generatedMessage?: boolean;
  readonly operator?: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

const kindOf = (value: unknown): string => Object.prototype.toString.call(value);

/** Whether mocha shows the difference of two values (mocha 11, `lib/reporters/base.js`, `showDiff`). Of a pattern, it shows none. */
function isShown({ operator, actual, expected }: Failure): boolean {
  return operator !== "match" && expected !== undefined && kindOf(actual) === kindOf(expected);
}

/** Cuts Node's message, and the stack that begins with it, to the first line, if mocha shows the difference. */
export function shorten(error: Failure): void {
  const { message, stack } = error;
  if (error.generatedMessage !== true || !isShown(error)) {
    return;
  }
  const [first = ""] = message.split("\n", 1);
  error.message = first.replace(/:$/, ".");
  error.stack = stack?.replace(message, () => error.message);
}

export const mochaHooks = {
  afterEach(this: Mocha.Context): void {
    const { err } = this.currentTest as { err?: Failure };
    if (err !== undefined) {
      shorten(err);
    }
  },
};
