/** The tools outside npm that the lab runs on: the Pulumi CLI and a separate Python environment. */
import { ensurePulumiCli, type PulumiCli } from "./pulumi-cli";
import { ensurePythonEnvironment, type PythonEnvironment } from "./python-environment";

/** The tools, ready to use. */
export interface Toolchain {
  readonly cli: PulumiCli;
  readonly python: PythonEnvironment;
}

/** How {@link prepareToolchain} reports and is stopped. */
export interface PrepareToolchainOptions {
  /** Receives one line of progress at a time. */
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Takes the tools from the per-user cache, or fetches and builds what is missing.
 * What the machine itself must have is checked before, see requirements.ts.
 */
export async function prepareToolchain(options: PrepareToolchainOptions): Promise<Toolchain> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  const parts = [
    ensurePulumiCli({ ...options, signal }),
    ensurePythonEnvironment({ ...options, signal }),
  ] as const;
  try {
    const [cli, python] = await Promise.all(parts);
    return { cli, python };
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(parts);
    throw error;
  }
}
