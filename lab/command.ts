/** Starts and ends the commands of the lab. */
import { once } from "node:events";
import { tmpdir } from "node:os";
import { inspect, parseArgs, type ParseArgsConfig } from "node:util";
import { coded, oneOf, withCode } from "../messages";
import { checkRequirements } from "./pulumi/toolchain/requirements";

/** Exit code of a process that SIGINT ended (128 + 2), as shells report it. */
const EXIT_INTERRUPTED = 130;

/**
 * Checks the machine, then runs a command of the lab. The command imports its modules only then, because an older Node
 * cannot load all of them. Ctrl-C, SIGTERM, or a closed terminal aborts the command's signal, and the command then stops
 * everything it started. For a failure, only its message is printed. Its `exitCode` is that of the process. Default: 1.
 */
export async function runCommand(command: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  // Not `once`: libraries that clean up at exit end the process when they find no other listener left.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      controller.abort(new Error("interrupted"));
    });
  }
  const failure = await checkRequirements()
    .then(async () => command(controller.signal))
    .catch((error: unknown) => error ?? new Error("failed without a reason"));
  if (controller.signal.aborted) {
    console.error("Interrupted. All processes of this command have stopped.");
    process.exitCode = EXIT_INTERRUPTED;
  } else if (failure !== undefined) {
    console.error(`\n${describeFailure(failure)}`);
    process.exitCode = exitCodeOf(failure);
  }
}

function exitCodeOf(failure: unknown): number {
  const { exitCode } = failure as { readonly exitCode?: unknown };
  return typeof exitCode === "number" ? exitCode : 1;
}

function describeFailure(failure: unknown): string {
  if (!(failure instanceof Error)) {
    return inspect(failure);
  }
  return "code" in failure && failure.code === "ENOSPC"
    ? withCode(
        coded(
          "lab-disk-full",
          `${failure.message}: no space is left on the disk`,
          `Free some space in ${tmpdir()}, and run again`,
        ),
      )
    : failure.message;
}

/** Exit code for wrong options. */
const EXIT_USAGE = 2;

/** The command line has an unknown option or value. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode = EXIT_USAGE;
}

/** Waits for Ctrl-C. */
export async function interruption(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
}

/**
 * The options of the command line.
 *
 * @param args Default is the arguments of this process.
 * @throws UsageError with the usage for an unknown option
 */
export function readOptions(
  options: NonNullable<ParseArgsConfig["options"]>,
  usage: string,
  args: readonly string[] = process.argv.slice(2),
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ options, args: [...args] }).values;
  } catch (error) {
    const message = withCode(
      coded("lab-option-invalid", `${optionProblem(error)}. Expected ${oneOf(optionNames(options))}`),
    );
    throw new UsageError(`${message}\n\n${usage}`, { cause: error });
  }
}

/** The first sentence of Node's message. The rest is about arguments that begin with a hyphen. */
export function optionProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(". ", 1).join("");
}

/** Options as they are written on the command line, such as `--keep`. */
export function optionNames(options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(options).map((name) => `--${name}`);
}
