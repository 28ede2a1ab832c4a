/** Installs what a benchmark holds something against. */
import type { BenchmarkContext } from "./benchmark";
import type { NotMeasured } from "./unmeasured";

/** What {@link installing} gives: where it is, or why its rows stay empty. */
export type Installed = { readonly path: string } | NotMeasured;

/**
 * Installs it, and where that fails leaves the benchmark its other rows.
 *
 * @param install - Returns the path of what it installed.
 * @throws the signal's reason when aborted
 */
export async function installing(
  what: string,
  { size, report, signal }: BenchmarkContext,
  install: () => Promise<string>,
): Promise<Installed> {
  try {
    return { path: await install() };
  } catch (error) {
    signal.throwIfAborted();
    report(`${what} cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
    return { notMeasured: size === "smoke" ? `${what} is not in the cache` : `${what} cannot be installed` };
  }
}
