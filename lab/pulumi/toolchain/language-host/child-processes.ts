import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/** How long a child may take to end after SIGTERM before it is killed, in milliseconds. */
const GRACE = 3000;

/** How a child ended: its exit code, or the signal that ended it. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The Node processes that a language host has started and not yet seen end. */
export class ChildProcesses {
  readonly #running = new Set<ChildProcess>();

  /** Starts this Node with the given arguments. The child stays in the host's process group, which the engine signals. */
  start(args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(process.execPath, args, options);
    this.#running.add(child);
    const forget = () => {
      this.#running.delete(child);
    };
    child.once("close", forget);
    child.once("error", forget);
    return child;
  }

  /** Asks a child to end, and kills it when it does not. */
  stop(child: ChildProcess): void {
    if (!this.#running.has(child)) {
      return;
    }
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), GRACE);
    child.once("close", () => {
      clearTimeout(timer);
    });
  }

  /** Stops all children and resolves when the last one has ended. */
  async stopAll(): Promise<void> {
    await Promise.all(
      [...this.#running].map(async (child) => {
        const ended = new Promise((resolve) => child.once("close", resolve));
        this.stop(child);
        await ended;
      }),
    );
  }
}

/** Resolves when a child has ended and all its output was read. Rejects when it could not be started. */
export function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code, signal });
    });
  });
}
