/** The entry point of the CLI: chooses the command, and handles help, version, completion, and errors. */
import { existsSync } from "node:fs";
import { Command as Parser, CommanderError, Help } from "commander";
import { coded, type Message, withCode } from "../messages";
import { audit } from "./audit/audit";
import { collect } from "./collect/collect";
import { type Command, CommandError, EXIT, type Io, PROGRAM } from "./command";
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
    if (!(error instanceof CommanderError || error instanceof CommandError)) {
      throw error;
    }
    const problem = error instanceof CommandError ? error.problem : usageProblem(error, args);
    if (problem === undefined) {
      return error instanceof CommanderError && error.exitCode === 0 ? EXIT.accepted : EXIT.unreadable;
    }
    // Programs and logs get it on one line.
    io.err(`${wrapAt(io.columns)(printable(`${NAME}: ${withCode(problem)}`), "  ")}\n`);
    return EXIT.unreadable;
  }
}

/** Whether a command line begins with what `judge` takes: nothing, `-`, or a path. A command of the same name counts more. */
function namesFile(first = "."): boolean {
  return (
    first === "-" ||
    (!first.startsWith("-") && !Object.hasOwn(COMMANDS, first) && (/[./\\]/.test(first) || existsSync(first)))
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
    .helpCommand("help [COMMAND]", "print the help of a command")
    .exitOverride()
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
  const add = (parent: Parser, name: string, command: Command): void => {
    const parser = parent
      .command(name)
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
      add(parser, below, its);
    });
  };
  Object.entries(COMMANDS).forEach(([name, command]) => {
    add(program, name, command);
  });
  return { program, exitCode: () => exitCode };
}

/** What is wrong with a command line. `undefined` if the parser printed help instead. */
function usageProblem({ code, message }: CommanderError, args: readonly string[]): Message | undefined {
  const problem = PROBLEMS[code];
  if (problem === undefined) {
    return undefined;
  }
  const [text = "", guess = ""] = message
    .replace(/^error: /, "")
    .replace(/\.$/, "")
    .split("\n");
  const known = args.filter((_, at) => commandAt(args.slice(0, at + 1)) !== undefined);
  return problem(`${text}${guess === "" ? "" : ` ${guess}`}`, [PROGRAM, ...known, "--help"].join(" "));
}

/** The command that words name, such as `keys find`. */
function commandAt(words: readonly string[]): Command | undefined {
  let commands: Readonly<Record<string, Command>> | undefined = COMMANDS;
  let command: Command | undefined;
  for (const word of words) {
    command = commands !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined;
    commands = command?.commands;
  }
  return command;
}

/** An item of a list in help, as the parser formats it. */
const item = (...[flags, width, text, helper]: Parameters<Help["formatItem"]>): string =>
  Help.prototype.formatItem.call(helper, flags, width, text, helper);
