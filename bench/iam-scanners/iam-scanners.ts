/** Cloudsplaining and Parliament, the known scanners of authorization details, in an environment of their own. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { ensurePythonEnvironment } from "../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../tools/project-root";
import type { BenchmarkContext } from "../benchmark";
import { type Installed, installing } from "../installing";

/**
 * Provides both in an environment of their own, which is kept in the user's cache, and tells the folder of their executables. A
 * smoke run takes what is in the cache and asks no package index.
 */
export async function installIamScanners(context: BenchmarkContext): Promise<Installed> {
  const { size, report, signal } = context;
  const requirements = path.join(PROJECT_ROOT, "bench/iam-scanners/requirements.txt");
  const environment = size === "full" ? process.env : { ...process.env, PIP_NO_INDEX: "1" };
  return installing("Cloudsplaining", context, async () => {
    const { bin } = await ensurePythonEnvironment({ requirements, report, signal, environment });
    return bin;
  });
}

/** Runs Cloudsplaining over authorization details: it writes what each policy allows that it should not. */
export async function runCloudsplaining(
  bin: string,
  details: string,
  output: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(output, { recursive: true });
  await execa(
    path.join(bin, "cloudsplaining"),
    ["scan", "--input-file", details, "--output", output, "--skip-open-report"],
    { cancelSignal: signal },
  );
}

/** Runs Parliament over authorization details: it looks for mistakes in policies. A finding is no failure. */
export async function runParliament(bin: string, details: string, signal: AbortSignal): Promise<void> {
  const { exitCode } = await execa(path.join(bin, "parliament"), ["--auth-details-file", details], {
    cancelSignal: signal,
    reject: false,
  });
  if (exitCode !== 0 && exitCode !== 1) {
    throw new Error(`parliament ended with ${exitCode ?? "a signal"}`);
  }
}
