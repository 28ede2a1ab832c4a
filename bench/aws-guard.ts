/** AWSGuard, Pulumi's own policy pack for AWS, in a folder of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { BenchmarkContext } from "./benchmark";

const AWS_GUARD = "@pulumi/awsguard@0.3.1";

/** The whole pack as its README starts it; findings are told and stop nothing. */
const PROGRAM = `const { AwsGuard } = require("@pulumi/awsguard");

new AwsGuard({ all: "advisory" });
`;

/** Installs AWSGuard below the benchmark's folder and returns the folder of a pack that consists of it. */
export async function installAwsGuard({ folder, report, signal }: BenchmarkContext): Promise<string> {
  const pack = path.join(folder, "aws-guard");
  report(`installing ${AWS_GUARD}`);
  await mkdir(pack);
  const manifest = { name: "bench-aws-guard", version: "0.0.0", private: true, main: "index.js" };
  await writeFile(path.join(pack, "package.json"), JSON.stringify(manifest));
  await writeFile(
    path.join(pack, "PulumiPolicy.yaml"),
    "runtime: { name: nodejs, options: { typescript: false } }\n",
  );
  await writeFile(path.join(pack, "index.js"), PROGRAM);
  await execa("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", AWS_GUARD], {
    ...{ cwd: pack, cancelSignal: signal },
  });
  return pack;
}
