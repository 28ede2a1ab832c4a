import { execa } from "execa";

/** How long a process group may take to end after SIGTERM before it is killed, in milliseconds. */
const GRACE = 5000;
/** How many of the last output lines an error keeps. */
const KEPT_LINES = 20;

/** Options of {@link runProcessGroup}. */
export interface ProcessGroupOptions {
  readonly cwd?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called with each line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

/** A program that could not be started or that failed. */
export class ProcessError extends Error {
  override readonly name = "ProcessError";
  /** The last lines that the program wrote, oldest first. */
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}

/**
 * Runs a program to its end in a separate process group, so that its children end with it on abort.
 *
 * @throws the signal's reason when it was aborted, else {@link ProcessError} when the program failed
 */
export async function runProcessGroup(
  file: string,
  args: readonly string[],
  { cwd, environment, signal, onLine }: ProcessGroupOptions,
): Promise<void> {
  signal.throwIfAborted();
  const child = execa(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: environment,
    extendEnv: false,
    detached: true,
    stdin: "ignore",
    all: true,
    buffer: false,
    reject: false,
  });
  const killGroup = (name: NodeJS.Signals) => {
    signalGroup(child.pid, name);
  };
  let killTimer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    killGroup("SIGTERM");
    killTimer = setTimeout(killGroup, GRACE, "SIGKILL");
  };
  const onExit = () => {
    killGroup("SIGKILL");
  };
  signal.addEventListener("abort", onAbort, { once: true });
  process.once("exit", onExit);
  try {
    const lines = await lastLines(child.iterable({ from: "all" }), onLine);
    const result = await child;
    signal.throwIfAborted();
    if (result.failed) {
      throw new ProcessError(`${file} failed: ${lines.at(-1) ?? result.shortMessage}`, lines);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(killTimer);
    signal.removeEventListener("abort", onAbort);
    process.removeListener("exit", onExit);
  }
}

/** Reads a program's output to its end. */
async function lastLines(
  output: AsyncIterable<string>,
  onLine: ProcessGroupOptions["onLine"],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of output) {
    if (line.trim() !== "") {
      lines.push(line);
      lines.splice(0, lines.length - KEPT_LINES);
      onLine?.(line);
    }
  }
  return lines;
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, name);
    }
  } catch {
    // The group has ended by itself.
  }
}
