/** AWSGuard, Pulumi's own policy pack for AWS, in a folder of its own. */
import { cp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../tools/project-root";
import type { BenchmarkContext } from "./benchmark";
import { type Installed, installing } from "./installing";
import manifest from "./programs/aws-guard/package.json";

/** What is installed, as figures name it. */
export const AWS_GUARD = `AWSGuard ${manifest.dependencies["@pulumi/awsguard"]}`;

/** Installs AWSGuard, as its lock file says, below the benchmark's folder and tells the folder of the pack. */
export async function installAwsGuard(context: BenchmarkContext): Promise<Installed> {
  const { folder, report, signal } = context;
  const pack = path.join(folder, "aws-guard");
  report("installing AWSGuard");
  return installing(AWS_GUARD, context, async () => {
    await cp(path.join(PROJECT_ROOT, "bench/programs/aws-guard"), pack, { recursive: true });
    await execa("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: pack,
      cancelSignal: signal,
    });
    return pack;
  });
}
