/** The interface of every command, and the errors that end one with exit code 2. */
import { type Message, withCode } from "../messages";

/** What a command has of the process that it runs in. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes what is not a result: messages with their codes, and progress. */
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
  /** The help of a command that the arguments name, such as `keys find`; `undefined` if they name none. */
  readonly helpOf?: (args: readonly string[]) => string | undefined;
  /**
   * Runs it.
   *
   * @param args - The arguments after the command's name.
   * @returns The exit code.
   * @throws {CommandError} If it cannot run.
   */
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

/** Why a command cannot run. The program prints it and ends with exit code 2. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";

  /** @param problem - What is wrong, and what is expected. */
  constructor(readonly problem: Message) {
    super(withCode(problem));
  }
}

/** A command line that is wrong. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}

/** How users call the program: npm puts it on nobody's PATH, and `--no` keeps npx from fetching another one. */
export const PROGRAM = "npx --no -- azure-to-aws";
