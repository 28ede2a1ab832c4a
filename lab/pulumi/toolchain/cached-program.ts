/** Programs that take long to install: they are installed once, and kept in the per-user cache. */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { coded, withCode } from "../../../messages";
import { exclusively } from "./exclusive-work";
import { isExecutableFile } from "./executable-search";
import type { ProvisioningOptions, WorkContext } from "./provisioning";
import { defaultCacheDirectory, removeTree } from "./toolchain-files";

/** A program and its place in the cache. */
export interface CachedProgram {
  /** What it is, in messages: `the language host for YAML 1.25.0`. */
  readonly title: string;
  /** Name of its folder in the cache. It contains the version, so each version has its own folder. */
  readonly cacheName: string;
  /** Name of the executable. */
  readonly executable: string;
  /**
   * Puts `<workspace>/result/bin/<executable>` there. The workspace is an empty folder that is removed afterwards.
   *
   * @throws Error whose message is one line with the reason
   */
  readonly fill: (workspace: string, context: WorkContext) => Promise<void>;
  /** The instruction that ends the message of a failure, without a period. */
  readonly remedy: string;
}

/**
 * Takes the program from the cache, or installs it there. Concurrent processes share one attempt.
 *
 * @returns absolute path of the executable
 * @throws Error in one line, with the remedy, if it cannot be installed
 * @throws the signal's reason when aborted; no incomplete program is left
 */
export async function ensureCachedProgram(
  program: CachedProgram,
  options: ProvisioningOptions,
): Promise<string> {
  const { report, environment = process.env } = options;
  const { title, remedy } = program;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const target = path.join(options.cacheDirectory ?? defaultCacheDirectory(), program.cacheName);
  const executable = path.join(target, "bin", program.executable);
  if (await isExecutableFile(executable)) {
    return executable;
  }
  await exclusively(target, { report, signal, what: title }, async (whileLocked) => {
    if (await isExecutableFile(executable)) {
      return;
    }
    const workspace = `${target}.partial`;
    try {
      await removeTree(workspace);
      await mkdir(workspace);
      await program.fill(workspace, { report, signal: whileLocked, environment });
      await removeTree(target);
      await rename(path.join(workspace, "result"), target);
    } catch (cause) {
      whileLocked.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        withCode(coded("lab-program-missing", `could not install ${title}: ${reason}`, remedy)),
        { cause },
      );
    } finally {
      await removeTree(workspace);
    }
  });
  return executable;
}
