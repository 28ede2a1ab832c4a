import path from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { runCommandLine } from "../../../cli/command-line";

/** The project's folder, in which every command line of these tests is run. */
const ROOT = path.join(__dirname, "../../..");

/** The command line as users have it, which mocha builds before the tests. */
const PROGRAM = path.join(ROOT, "dist/cli/azure-to-aws.js");

/** What a command line did. */
export interface CliResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command has in its environment besides what a test gives it. */
export const BARE: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Path of a fixture, as it is given on a command line. */
export function fixture(name: string): string {
  return `test/unit/cli/fixtures/${name}`;
}

/** Standard error without the lines on steps that take more than two seconds: on a busy machine, any step may. */
export function withoutProgress(text: string): string {
  return text.replace(/^.* \(\d+ s\)\.\.\.\n/gm, "");
}

/** Runs `azure-to-aws` in a process of its own. */
export async function runProcess(
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    input,
    reject: false,
    stripFinalNewline: false,
  });
  return { exitCode, stdout, stderr: withoutProgress(stderr) };
}

/** Runs a command line in this process, which is faster. The output goes to no terminal unless `colors` is set. */
export async function runCli(
  args: readonly string[],
  input = "",
  colors = false,
  columns?: number,
): Promise<CliResult> {
  const written = { stdout: "", stderr: "" };
  const exitCode = await runCommandLine(args, {
    stdin: Readable.from([Buffer.from(input)]),
    out: (text) => {
      written.stdout += text;
    },
    err: (text) => {
      written.stderr += text;
    },
    colors,
    columns,
  });
  return { exitCode, stdout: written.stdout, stderr: withoutProgress(written.stderr) };
}
