/** Programs that are costly to get: got once, and kept in the per-user cache. */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { exclusively } from "./exclusive-work";
import { isExecutableFile } from "./executable-search";
import type { ProvisioningOptions, WorkContext } from "./provisioning";
import { defaultCacheDirectory, removeTree } from "./toolchain-files";

/** A program and its place in the cache. */
export interface CachedProgram {
  /** What it is, in messages: `the language host for YAML 1.25.0`. */
  readonly title: string;
  /** Name of its folder in the cache: says the version, so that another one is got apart. */
  readonly cacheName: string;
  /** Name of the executable. */
  readonly executable: string;
  /**
   * Puts `<workspace>/result/bin/<executable>` there. The workspace is an empty folder that is removed afterwards.
   *
   * @throws Error whose message says in one line why it cannot be had
   */
  readonly fill: (workspace: string, context: WorkContext) => Promise<void>;
  /** What a person can do when it cannot be had: a sentence. */
  readonly remedy: string;
}

/**
 * Takes the program from the cache or gets it. Processes that ask at the same time share one attempt.
 *
 * @returns absolute path of the executable
 * @throws Error in one line, with the remedy, when it cannot be had
 * @throws the signal's reason when aborted; nothing half made is left
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
      throw new Error(`${title} cannot be had: ${reason}. ${remedy}`, { cause });
    } finally {
      await removeTree(workspace);
    }
  });
  return executable;
}
