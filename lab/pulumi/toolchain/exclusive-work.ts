import { access, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import pRetry from "p-retry";
import { lock } from "proper-lockfile";
import { coded, withCode } from "../../../messages";
import { type Report, withHeartbeat } from "./provisioning";

/** A lock whose owner has not touched it for this long, in milliseconds, belongs to a process that is gone. */
const STALE = 20_000;
/** How often a waiting process tries again, in milliseconds. */
const RETRY = 500;

/** Options of {@link exclusively}. */
export interface ExclusiveWorkOptions {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** What is installed, for the line that a waiting process reports. */
  readonly what: string;
}

/**
 * Runs `work` while no other process on this machine works on the same target.
 * A second process waits and reports progress. It should then check whether the first has done the work.
 *
 * @param target path of the result; the lock is the folder `<target>.lock` next to it
 * @param work gets a signal that also fires when the lock is lost, for example after the machine slept
 * @throws Error with the remedy when the target's folder cannot be written to
 */
export async function exclusively<T>(
  target: string,
  options: ExclusiveWorkOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  await makeWritable(path.dirname(target));
  const release = await acquire(target, options, (cause) => {
    lost.abort(
      new Error(
        withCode(
          coded("lab-lock-lost", `${target}: another process took over the lock`, "Run the command again"),
        ),
        { cause },
      ),
    );
  });
  try {
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } finally {
    if (!lost.signal.aborted) {
      await release();
    }
  }
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      withCode(
        coded(
          "lab-cache-not-writable",
          `${directory}: cannot write to the cache (${reason})`,
          "Make the folder writable, or set XDG_CACHE_HOME to another folder",
        ),
      ),
      { cause },
    );
  }
}

async function acquire(
  target: string,
  { report, signal, what }: ExclusiveWorkOptions,
  onCompromised: (cause: Error) => void,
): Promise<() => Promise<void>> {
  const attempt = () => lock(target, { realpath: false, stale: STALE, onCompromised });
  try {
    return await attempt();
  } catch (error) {
    if (!isLocked(error)) {
      throw error;
    }
  }
  return await withHeartbeat(
    report,
    (seconds) => `waiting for another process that installs ${what}: ${seconds} s`,
    () =>
      pRetry(attempt, {
        retries: Number.POSITIVE_INFINITY,
        factor: 1,
        minTimeout: RETRY,
        signal,
        shouldRetry: ({ error }) => isLocked(error),
      }),
  );
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ELOCKED";
}
