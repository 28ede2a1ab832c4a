/** Checkov, the most used checker of OIDC trust policies, in an environment of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { ensurePythonEnvironment } from "../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../tools/project-root";
import type { BenchmarkContext } from "../benchmark";
import { type Installed, installing } from "../installing";

/** Checkov's rule about the OIDC trust of roles; it looks at GitHub's only. */
export const CHECKOV_CHECK = "CKV_AWS_393";

/**
 * Provides Checkov in an environment of its own, which is kept in the user's cache, and tells its executable. A smoke run
 * takes what is in the cache and asks no package index.
 */
export async function installCheckov(context: BenchmarkContext): Promise<Installed> {
  const { size, report, signal } = context;
  const requirements = path.join(PROJECT_ROOT, "bench/checkov/requirements.txt");
  const environment = size === "full" ? process.env : { ...process.env, PIP_NO_INDEX: "1" };
  return installing("Checkov", context, async () => {
    const { bin } = await ensurePythonEnvironment({ requirements, report, signal, environment });
    return path.join(bin, "checkov");
  });
}

/** Writes a Terraform file with one role for each trust policy. */
export async function terraformRoles(folder: string, documents: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const roles = documents.map(
    (document, index) =>
      `resource "aws_iam_role" "role_${index}" {\n  assume_role_policy = <<EOT\n${document}\nEOT\n}\n`,
  );
  await writeFile(path.join(folder, "main.tf"), roles.join("\n"));
}

/** How many roles the rule took, and how many not. */
export interface CheckovSummary {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the one rule over a folder; a finding is no failure. */
export async function runCheckov(
  executable: string,
  folder: string,
  signal: AbortSignal,
): Promise<CheckovSummary> {
  const { stdout } = await execa(
    executable,
    [
      "--directory",
      folder,
      "--framework",
      "terraform",
      "--check",
      CHECKOV_CHECK,
      "--compact",
      "--quiet",
      "--soft-fail",
      "--output",
      "json",
      "--skip-download",
    ],
    { cancelSignal: signal },
  );
  return (JSON.parse(stdout) as { readonly summary: CheckovSummary }).summary;
}
