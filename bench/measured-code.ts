/** What code a run measures. */
import { execa } from "execa";
import { PROJECT_ROOT } from "../tools/project-root";
import type { BenchmarkResult } from "./kept-results";

/** A run and the code that it measures. */
export type MeasuredCode = Pick<BenchmarkResult, "run" | "commit">;

/** What runs write themselves, which changes nothing of what is measured. */
const WRITTEN = ["bench/results.json", "docs/reference/performance.md", "docs/reference/performance*.svg"];

/** Names a run that begins now; a clone's uncommitted changes are told. */
export async function measuredCode(): Promise<MeasuredCode> {
  const run = new Date().toISOString();
  const commit = await git("rev-parse", "--short", "HEAD");
  if (commit === undefined) {
    return { run };
  }
  const changes = await git(
    "status",
    "--porcelain",
    "--untracked-files=no",
    "--",
    ".",
    ...WRITTEN.map((file) => `:(exclude)${file}`),
  );
  return { run, commit: changes === "" ? commit : `${commit}-dirty` };
}

/** What a command of Git prints; undefined outside of a clone. */
async function git(...command: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("git", command, { cwd: PROJECT_ROOT, reject: false });
  return exitCode === 0 ? stdout : undefined;
}
