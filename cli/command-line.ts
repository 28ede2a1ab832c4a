/** The entry point of the CLI: chooses the command, and handles help, version, completion, and errors. */
import { existsSync } from "node:fs";
import { Command as Parser, CommanderError, Help } from "commander";
import { coded, type Message, withCode } from "../messages";
import { audit } from "./audit/audit";
import { collect } from "./collect/collect";
import { type Command, CommandError, EXIT, type Io, PROGRAM, UsageError } from "./command";
import { explain } from "./explain/explain";
import { importCommand } from "./import/import";
import { judge } from "./judge/judge";
import { keys } from "./keys/keys";
import { readOptions } from "./options";
import { packageVersion } from "./package-version";
import { preflight } from "./preflight/preflight";
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

/** The name of the program, in help. */
const NAME = "azure-to-aws";

/** The command that prints the help of another. */
const HELP = "help";

/** The command that prints a completion script. */
const COMPLETE = "complete";

/** The width of help, unless the terminal is narrower. */
const HELP_WIDTH = 80;

/** The width of the flags of options in help. Longer ones have their description on the next line. */
const FLAGS_WIDTH = 22;

/** The message for each error of the parser, from its text and the command whose help says more. */
const PROBLEMS: Readonly<Record<string, (text: string, help: string) => Message>> = {
  "commander.unknownCommand": (text, help) => coded("command-unknown", `${text}. Run ${help}`),
  "commander.unknownOption": (text, help) => coded("option-unknown", `${text}. Run ${help}`),
  "commander.optionMissingArgument": (text, help) => coded("option-value-missing", `${text}. Run ${help}`),
};

/**
 * Runs a command line. Without a command, it judges: the files that it names, or the folder.
 *
 * @param args - The arguments after the program's name.
 * @returns The exit code: that of the command; 2 if it cannot run.
 */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  const { program, exitCode } = parserFor(io);
  try {
    if (args[0] === COMPLETE) {
      const { default: addCompletion } = await import("@bomb.sh/tab/commander");
      addCompletion(program);
    }
    await program.parseAsync(namesFile(args[0]) ? ["judge", ...args] : [...args], { from: "user" });
    return exitCode();
  } catch (error) {
    if (error instanceof CommanderError) {
      // The parser has printed help or the version.
      return error.exitCode === 0 ? EXIT.accepted : EXIT.unreadable;
    }
    if (!(error instanceof CommandError)) {
      throw error;
    }
    // Programs and logs get it on one line.
    io.err(`${wrapAt(io.columns)(printable(`${NAME}: ${withCode(error.problem)}`), "  ")}\n`);
    return EXIT.unreadable;
  }
}

/** Whether a command line begins with what `judge` takes: nothing, `-`, or a path. A command of the same name counts more. */
function namesFile(first = "."): boolean {
  const isCommand = [...Object.keys(COMMANDS), HELP, COMPLETE].includes(first);
  return (
    first === "-" || (!first.startsWith("-") && !isCommand && (/[./\\]/.test(first) || existsSync(first)))
  );
}

/** The parser of all commands, and the exit code of the one that it ran. */
function parserFor(io: Io): { readonly program: Parser; readonly exitCode: () => number } {
  let exitCode: number = EXIT.accepted;
  const program = new Parser(NAME)
    .usage("[COMMAND] [options]")
    .description(
      "Without a command, judges the trust policies in the folder, or in the files that are named.",
    )
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this text")
    .helpCommand(`${HELP} [COMMAND]`, "print the help of a command")
    .exitOverride(refuse([]))
    .configureHelp({
      padWidth: (command, helper) =>
        Math.min(FLAGS_WIDTH, Help.prototype.padWidth.call(helper, command, helper)),
      subcommandTerm: (command) => command.name(),
      formatItem: (flags, width, text, helper) =>
        flags.length > width
          ? `${item(flags, width, "", helper)}\n${item("", width, text, helper)}`
          : item(flags, width, text, helper),
    })
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      // The error is printed with its code, by the caller.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(io.columns ?? HELP_WIDTH, HELP_WIDTH),
      getErrHelpWidth: () => Math.min(io.columns ?? HELP_WIDTH, HELP_WIDTH),
    })
    .addHelpText(
      "after",
      `\n${NAME} COMMAND --help describes a command.\n${NAME} ${COMPLETE} SHELL prints a completion script for bash, zsh, fish, or\npowershell.`,
    );
  const add = (parent: Parser, words: readonly string[], command: Command): void => {
    const parser = parent
      .command(words.at(-1) ?? "")
      .exitOverride(refuse(words))
      .usage(command.usage)
      .summary(command.summary)
      .description(command.description)
      .addHelpText("after", `\n${command.ending}`);
    command.options.forEach((one) => parser.addOption(one));
    const { run } = command;
    if (run !== undefined) {
      parser.argument("[words...]").action(async () => {
        exitCode = await run(readOptions(parser), io);
      });
    }
    Object.entries(command.commands ?? {}).forEach(([below, its]) => {
      add(parser, [...words, below], its);
    });
  };
  Object.entries(COMMANDS).forEach(([name, command]) => {
    add(program, [name], command);
  });
  return { program, exitCode: () => exitCode };
}

/** What the parser does when it ends at a command: it throws what is wrong, or, after help, its own error. */
function refuse(words: readonly string[]): (error: CommanderError) => never {
  return (error) => {
    const text = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    const help = [PROGRAM, ...words, "--help"].join(" ");
    const problem = PROBLEMS[error.code]?.(text, help);
    throw problem === undefined ? error : new UsageError(problem);
  };
}

/** An item of a list in help, as the parser formats it. */
const item = (...[flags, width, text, helper]: Parameters<Help["formatItem"]>): string =>
  Help.prototype.formatItem.call(helper, flags, width, text, helper);
