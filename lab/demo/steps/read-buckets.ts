import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../project-root";
import type { Machine } from "../machine";
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

/** How the buckets are listed. */
export interface ListingOptions {
  readonly profileName: string;
  /**
   * Text that the name of a bucket must have to leave the VM: an account's other buckets are nobody's business, and Run
   * Command shows only the end of a long list. Default: every name does.
   */
  readonly only?: string;
}

/** The sample of the quickstart. */
const SAMPLE = path.join(PROJECT_ROOT, "examples/quickstart/s3AccessFromAzure.py");

/** Lists the buckets in the VM, once by the AWS CLI and once by the boto3 sample. */
export async function readBuckets(
  machine: Machine,
  { profileName, only }: ListingOptions,
  tools: StepTools,
): Promise<BucketListing> {
  const run = async (command: readonly [string, ...string[]], input?: string) =>
    runInVm(machine, filtered(command, only), tools, input);
  const callerArn = await runInVm(
    machine,
    ["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--profile", profileName],
    tools,
  );
  const cli = await run(["aws", "s3", "ls", "--profile", profileName]);
  const boto3 = await run(["python3", "-", profileName], await readFile(SAMPLE, "utf8"));
  return {
    // `aws s3 ls` prints: date, time, name.
    byCli: lines(cli).map((line) => line.split(/\s+/).at(-1) ?? ""),
    byBoto3: lines(boto3),
    callerArn: callerArn.trim(),
  };
}

/** The command, of whose output only the lines with a text are printed. It fails if no line has it. */
function filtered(
  command: readonly [string, ...string[]],
  only: string | undefined,
): readonly [string, ...string[]] {
  return only === undefined
    ? command
    : ["sh", "-c", 'wanted="$1" && shift && "$@" | grep -F -e "$wanted"', "sh", only, ...command];
}

async function runInVm(
  machine: Machine,
  command: readonly [string, ...string[]],
  tools: StepTools,
  input = "",
): Promise<string> {
  tools.report(`${machine.name}$ ${command.join(" ")}`);
  const { exitCode, stdout, stderr } = await machine.run(command, { signal: tools.signal, input });
  if (exitCode !== 0) {
    throw new DemoFailure(`${command.join(" ")} failed in the VM with exit code ${exitCode}: ${stderr}`);
  }
  return stdout;
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
