import { readFile } from "node:fs/promises";
import path from "node:path";
import { coded, withCode } from "../../../messages";
import { PROJECT_ROOT } from "../../project-root";
import type { Machine } from "../machine";
import { DemoFailure, type StepTools } from "../step-runner";

/** The lists of the two clients in the VM. */
export interface BucketListing {
  /** Bucket names printed by `aws s3 ls`. */
  readonly byCli: readonly string[];
  /** Bucket names printed by the boto3 sample. */
  readonly byBoto3: readonly string[];
  /** ARN of the session in which they were listed. */
  readonly callerArn: string;
}

/** Options of {@link readBuckets}. */
export interface ListingOptions {
  readonly profileName: string;
  /**
   * Only names that contain this string leave the VM: the names of other buckets of an account are private, and Run Command
   * shows only the end of a long list. Default: all names.
   */
  readonly only?: string;
}

/** The sample of the quickstart. */
const SAMPLE = path.join(PROJECT_ROOT, "examples/quickstart/s3AccessFromAzure.py");

/** Runs the sample on standard input for a profile. It needs boto3, which a VM of the quickstart lacks. */
const RUN_SAMPLE = `
python3 -c 'import boto3' 2>/dev/null ||
  { apt-get -q update && apt-get -q -y install python3-boto3; } >&2 </dev/null
exec python3 - "$1"`;

/** Lists the buckets in the VM, with the AWS CLI and with the boto3 sample. */
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
  const boto3 = await run(["sh", "-c", RUN_SAMPLE, "sh", profileName], await readFile(SAMPLE, "utf8"));
  return {
    // `aws s3 ls` prints: date, time, name.
    byCli: lines(cli).map((line) => line.split(/\s+/).at(-1) ?? ""),
    byBoto3: lines(boto3),
    callerArn: callerArn.trim(),
  };
}

/** The command, printing only the lines with a string. It fails if no line has it. */
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
    throw new DemoFailure(
      withCode(
        coded(
          "demo-command-failed",
          `${command.join(" ")}: failed in the VM with exit code ${exitCode}: ${stderr.trim()}`,
        ),
      ),
    );
  }
  return stdout;
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
