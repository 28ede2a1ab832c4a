/** The interface of every command, and the errors that end one with exit code 2. */
import type { Option } from "commander";
import { type Message, withCode } from "../messages";

/** What a command line says. The parser has refused unknown options, and values that are none of an option's choices. */
export interface Options {
  /** The words that are no options. */
  readonly files: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
}

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

/**
 * A command of `azure-to-aws`. The module that declares one loads nothing but this and its options, so that help and errors
 * about the command line are fast; `run` loads the rest.
 */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** What stands behind its name when it is called: `[options] FILE...`. */
  readonly usage: string;
  /** What it does, for its help. Lines with an indent stay as they are. */
  readonly description: string;
  readonly options: readonly Option[];
  /** What its help ends with: the exit codes. */
  readonly ending: string;
  /** Its own commands, by name. */
  readonly commands?: Readonly<Record<string, Command>>;
  /**
   * Runs it. A command with commands is not run: the parser prints its help.
   *
   * @returns The exit code.
   * @throws {CommandError} If it cannot run.
   */
  readonly run?: (options: Options, io: Io) => Promise<number>;
}

/** Exit codes of all commands. An unreadable file counts most: not everything was judged. */
export const EXIT = { accepted: 0, rejected: 1, unreadable: 2 } as const;

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

/** How a command that is printed calls the program. npx takes the installed package, or fetches it under a name that nobody else can have. */
export const PROGRAM = "npx @azure-to-aws/cli";
