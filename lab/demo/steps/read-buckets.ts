import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LabVm } from "../../azure/vm/lab-vm";
import { PROJECT_ROOT } from "../../project-root";
import { DemoFailure, type StepTools } from "../step-runner";

/** What the two clients in the VM saw. */
export interface BucketListing {
  /** Bucket names printed by `aws s3 ls`. */
  readonly byCli: readonly string[];
  /** Bucket names printed by the boto3 sample. */
  readonly byBoto3: readonly string[];
  /** ARN of the session in which they were listed. */
  readonly callerArn: string;
}

/** Lists the buckets in the VM, once by the AWS CLI and once by the boto3 sample. */
export async function readBuckets(vm: LabVm, profileName: string, tools: StepTools): Promise<BucketListing> {
  const sample = "s3AccessFromAzure.py";
  const source = await readFile(path.join(PROJECT_ROOT, "examples/quickstart", sample), "utf8");
  await runInVm(vm, ["tee", sample], tools, source);
  const identity = await runInVm(
    vm,
    ["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--profile", profileName],
    tools,
  );
  const cli = await runInVm(vm, ["aws", "s3", "ls", "--profile", profileName], tools);
  const boto3 = await runInVm(vm, ["python3", sample, profileName], tools);
  return {
    // `aws s3 ls` prints: date, time, name.
    byCli: lines(cli).map((line) => line.split(/\s+/).at(-1) ?? ""),
    byBoto3: lines(boto3),
    callerArn: identity.trim(),
  };
}

async function runInVm(
  vm: LabVm,
  command: readonly [string, ...string[]],
  tools: StepTools,
  input = "",
): Promise<string> {
  tools.report(`${vm.name}$ ${command.join(" ")}`);
  const { exitCode, stdout, stderr } = await vm.run(command, { signal: tools.signal, input });
  if (exitCode !== 0) {
    throw new DemoFailure(`${command.join(" ")} failed in the VM with exit code ${exitCode}: ${stderr}`);
  }
  return stdout;
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
