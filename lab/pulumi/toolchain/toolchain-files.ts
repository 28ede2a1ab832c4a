/** The files of this folder, seen from the TypeScript sources and from the build output alike, and the cache. */
import { rm } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";
import { LAB_ROOT } from "../../lab-root";

/**
 * Absolute path of a file or folder that is not compiled and stays next to the sources, such as `requirements.txt`.
 *
 * @param name path relative to `lab/pulumi/toolchain`
 */
export function sourceFile(name: string): string {
  return path.join(LAB_ROOT, "lab", "pulumi", "toolchain", name);
}

/**
 * Absolute path of a compiled module, for programs that are started by others and so must be plain JavaScript.
 *
 * @param name path relative to `lab/pulumi/toolchain`, with the extension `.js`
 */
export function builtFile(name: string): string {
  return path.join(LAB_ROOT, "dist", "lab", "pulumi", "toolchain", name);
}

/**
 * The per-user folder for downloads and builds: the Pulumi CLI and the Python packages.
 * `$XDG_CACHE_HOME/azure-to-aws-federation` or `~/.cache/azure-to-aws-federation` on Linux,
 * `~/Library/Caches/azure-to-aws-federation` on macOS. It can be deleted at any time.
 */
export function defaultCacheDirectory(): string {
  return envPaths("azure-to-aws-federation", { suffix: "" }).cache;
}

/** Removes a folder, if it is there. Tries again when the last files of a program that was just stopped still appear. */
export async function removeTree(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
