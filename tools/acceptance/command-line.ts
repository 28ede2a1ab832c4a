/** Runs `azure-to-aws` as a process, as its users do: with the logins of the environment. */
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../project-root";

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** The error, without the lines of progress before it. */
  readonly problem: string;
}

/** A command that takes longer is ended, in milliseconds. */
const LIMIT = 600_000;

const COMMAND_LINE = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");

/**
 * Runs a command. A command that fails is a result, not an exception.
 *
 * @throws the signal's reason if it was interrupted
 */
export async function runCommandLine(args: readonly string[], signal: AbortSignal): Promise<CommandResult> {
  const { exitCode, stdout, stderr, timedOut } = await execa(process.execPath, [COMMAND_LINE, ...args], {
    reject: false,
    stdin: "ignore",
    cancelSignal: signal,
    timeout: LIMIT,
  });
  signal.throwIfAborted();
  const problem = timedOut ? `no result after ${LIMIT / 60_000} minutes` : problemIn(stderr);
  return { exitCode, stdout, problem };
}

/** The first error of a standard error, in one line. */
function problemIn(stderr: string): string {
  const lines = stderr.trim().split("\n");
  const begin = lines.findIndex((line) => line.startsWith("azure-to-aws:"));
  return begin === -1 ? (lines[0] ?? "") : lines.slice(begin).join(" ");
}
