/** How a command of the lab starts and ends, whatever happens in between. */
import { once } from "node:events";
import { tmpdir } from "node:os";
import { inspect, parseArgs, type ParseArgsConfig } from "node:util";
import { checkRequirements } from "./pulumi/toolchain/requirements";

/** Exit code of a process that SIGINT ended (128 + 2), as shells report it. */
const EXIT_INTERRUPTED = 130;

/**
 * Checks the machine, then runs a command of the lab, which imports what it needs only then: an older Node cannot
 * load all of it. The command's signal is aborted by Ctrl-C (or SIGTERM, or a closed terminal), and the command then
 * stops what it started; a failure is printed as its message alone, and its `exitCode` is that of the process, or else 1.
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
    console.error("Interrupted: everything that was started is stopped.");
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
    ? `${failure.message}: no space is left on the disk; free some in ${tmpdir()} and run again`
    : failure.message;
}

/** Exit code of a command that was called wrongly. */
const EXIT_USAGE = 2;

/** A command line that the command does not understand. */
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
 * @throws UsageError with the usage for one that is unknown.
 */
export function readOptions(
  options: NonNullable<ParseArgsConfig["options"]>,
  usage: string,
  args: readonly string[] = process.argv.slice(2),
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ options, args: [...args] }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : "unknown option"}\n\n${usage}`, {
      cause: error,
    });
  }
}
