import { ensureCachedProgram } from "./cached-program";
import { buildGoProgram, type GoProgram } from "./go-program";
import type { ProvisioningOptions } from "./provisioning";

/** A {@link GoProgram} with its place in the cache. */
export interface GoTool extends GoProgram {
  /** Name of its folder in the cache. It contains the version, so each version has its own folder. */
  readonly cacheName: string;
}

/**
 * Takes a program that comes as Go modules from the per-user cache, or builds it there.
 *
 * @returns absolute path of the executable
 * @throws Error in one line, with the remedy, if it cannot be built
 */
export async function ensureGoTool(tool: GoTool, options: ProvisioningOptions): Promise<string> {
  const { title, cacheName, executable } = tool;
  return ensureCachedProgram(
    {
      title,
      cacheName,
      executable,
      fill: (workspace, context) => buildGoProgram(tool, workspace, context),
      remedy:
        "Install Go >= 1.25.11 (https://go.dev/dl/), check that it reaches a module proxy, and run again",
    },
    options,
  );
}
