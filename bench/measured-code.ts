/** What code a run measures. */
import { execa } from "execa";
import { PROJECT_ROOT } from "../lab/project-root";
import type { BenchmarkResult } from "./kept-results";

/** A run and the code that it measures. */
export type MeasuredCode = Pick<BenchmarkResult, "run" | "commit">;

/** Names a run that begins now; a clone's uncommitted changes are told. */
export async function measuredCode(): Promise<MeasuredCode> {
  const run = new Date().toISOString();
  const described = await execa("git", ["describe", "--always", "--dirty", "--exclude=*"], {
    ...{ cwd: PROJECT_ROOT, reject: false },
  });
  return { run, ...(described.exitCode === 0 ? { commit: described.stdout } : {}) };
}
