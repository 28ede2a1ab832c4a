/** The entry point of the CLI: chooses the command, and handles help, version, and errors. */
import { withCode } from "../messages";
import { COMMAND_LINE } from "../messages/cli";
import { audit } from "./audit/audit";
import { collect } from "./collect/collect";
import { type Command, CommandError, type Io, PROGRAM, UsageError } from "./command";
import { explain } from "./explain/explain";
import { importCommand } from "./import/import";
import { judge } from "./judge/judge";
import { keys } from "./keys/keys";
import { packageVersion } from "./package-version";
import { preflight } from "./preflight/preflight";
import { EXIT } from "./report/outcome";
import { printable } from "./report/printable";
import { wrapAt } from "./report/wrap";
import { resume } from "./roles/resume";
import { suspend } from "./roles/suspend";

/** The commands, by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  judge,
  explain,
  audit,
  import: importCommand,
  preflight,
  collect,
  suspend,
  resume,
  keys,
};

/**
 * Runs a command line.
 *
 * @param args - The arguments after the program's name.
 * @returns The exit code: that of the command; 2 if it cannot run.
 */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.err(help());
    return EXIT.unreadable;
  }
  if (name === "--help" || name === "help") {
    io.out(help());
    return EXIT.accepted;
  }
  if (name === "--version") {
    io.out(`${packageVersion()}\n`);
    return EXIT.accepted;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      const code = name.startsWith("-") ? "option-unknown" : "command-unknown";
      const known = [...Object.keys(COMMANDS), "--help", "--version"];
      throw new UsageError(COMMAND_LINE.say(code, name, known));
    }
    if (asksForHelp(rest)) {
      io.out(command.helpOf?.(rest) ?? command.help);
      return EXIT.accepted;
    }
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    // Programs and logs get it on one line.
    const line = printable(`azure-to-aws: ${withCode(error.problem)}`);
    io.err(`${wrapAt(io.columns)(line, "  ")}\n`);
    return EXIT.unreadable;
  }
}

/** Whether `--help` is among the options: before `--`, behind which everything is a file. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).includes("--help");
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map(({ length }) => length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: ${PROGRAM} COMMAND

${lines.join("\n")}

${PROGRAM} COMMAND --help describes a command.
${PROGRAM} --version prints the version.
`;
}
