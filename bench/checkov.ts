/** Checkov, the most used checker of OIDC trust policies, in an environment of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { BenchmarkContext } from "./benchmark";

/** Checkov's rule about the OIDC trust of roles; it looks at GitHub's only. */
export const CHECKOV_CHECK = "CKV_AWS_393";

const CHECKOV = "checkov==3.3.30";

/** Installs Checkov below the benchmark's folder and returns its executable. */
export async function installCheckov({
  folder,
  toolchain,
  report,
  signal,
}: BenchmarkContext): Promise<string> {
  const { python } = await toolchain();
  const environment = path.join(folder, "checkov");
  report(`installing ${CHECKOV}`);
  await execa(python.python, ["-m", "venv", environment], { cancelSignal: signal });
  const pip = path.join(environment, "bin/pip");
  await execa(pip, ["install", "--quiet", "--disable-pip-version-check", CHECKOV], { cancelSignal: signal });
  return path.join(environment, "bin/checkov");
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

/** Runs the one rule over a folder; a finding is no failure. */
export async function runCheckov(executable: string, folder: string, signal: AbortSignal): Promise<void> {
  await execa(
    executable,
    [
      ...["--directory", folder, "--framework", "terraform", "--check", CHECKOV_CHECK],
      ...["--compact", "--quiet", "--soft-fail", "--output", "json", "--skip-download"],
    ],
    { cancelSignal: signal },
  );
}
