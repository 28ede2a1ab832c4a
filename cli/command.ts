/** What a command has of the process that it runs in. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes what is not a result. */
  readonly err: (text: string) => void;
  /** Whether results go to a terminal that shows colors. */
  readonly colors: boolean;
  /** The width of the terminal that results go to; `undefined` without one. */
  readonly columns?: number | undefined;
}

/** A command of `azure-to-aws`. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** Its help text, which begins with how it is called. */
  readonly help: string;
  /**
   * Runs it.
   *
   * @param args - The arguments after the command's name.
   * @returns The exit code.
   * @throws {UsageError} If the arguments are wrong.
   */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

/** A command line that is wrong. The message says what is, and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** How the program is called where this package is installed: npm puts it on nobody's PATH, and `--no` fetches no other one. */
export const PROGRAM = "npx --no -- azure-to-aws";
