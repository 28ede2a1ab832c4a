/** Starts the helper as the AWS CLI does: as a process of its own, with nothing in its environment but what is given. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bundledHelper } from "../../../../credential-helper/bundled-helper";
import { audience, clientId, roleArn } from "./facts";

/** The folder of the helper's Python package. */
export const helperSources = join(__dirname, "../../../../credential-helper");
/** The helper as it is delivered. */
export const helperPath = deliver();
export const fastHelperPath = join(__dirname, "fast_helper.py");

/** The interpreter itself, not a launcher of a version manager, which would take longer than the helper. */
const interpreter = execFileSync("python3", ["-I", "-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim();

/** Writes the helper to a folder that all users can read, for as long as this process runs. */
function deliver(): string {
  const folder = mkdtempSync(join(tmpdir(), "azure-to-aws-helper-"));
  chmodSync(folder, 0o755);
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, "credential_process.py");
  writeFileSync(file, bundledHelper(), { mode: 0o755 });
  return file;
}

/** What a run left. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the helper. */
export interface RunOptions {
  readonly env?: Record<string, string>;
  /** Arguments after the three that are always needed, or all of them with `bare`. */
  readonly args?: readonly string[];
  readonly bare?: boolean;
  /** Settings for fast_helper.py; the real helper runs where there are none. */
  readonly times?: Record<string, unknown>;
  /** Options of the Python interpreter. */
  readonly python?: readonly string[];
}

/** Pauses between attempts that are as good as none. */
export const noPauses = { "web.FIRST_PAUSE_SECONDS": 0.01 };

/** The static helper, built for tests, if the tests run it in place of the credential helper. */
export const staticHelper = process.env.AZURE_TO_AWS_STATIC_HELPER;
/** What the helper that the tests run calls its folders. */
export const folderName = staticHelper === undefined ? "azure-to-aws" : "azure-to-aws-credentials";

/** The helper's command line, ready for any way of starting a process. */
export function commandOf(options: RunOptions = {}): [string, string[]] {
  const { args = [], bare = false, times, python = [] } = options;
  const needed = bare ? [] : ["--role-arn", roleArn, "--audience", audience, "--client-id", clientId];
  if (staticHelper !== undefined) {
    return [staticHelper, staticArguments([...needed, ...args], times)];
  }
  const started = times === undefined ? [helperPath] : [fastHelperPath, JSON.stringify(times), helperPath];
  return [interpreter, ["-IS", ...python, ...started, ...needed, ...args]];
}

/** The command line of the static helper for that of the credential helper. */
function staticArguments(args: readonly string[], times: RunOptions["times"]): string[] {
  const diagnose = args.find((arg) => /^--diagnose(=|$)/.test(arg));
  const command =
    diagnose === undefined
      ? ["process"]
      : diagnose === "--diagnose=json"
        ? ["diagnose", "--json"]
        : ["diagnose"];
  const settings = times === undefined ? [] : ["--times", JSON.stringify(times)];
  return [...settings, ...command, ...args.filter((arg) => arg !== diagnose)];
}

/** Starts a process with this environment and no other. */
export function start(
  command: readonly [string, readonly string[]],
  env: Record<string, string> = {},
): ChildProcess {
  const [file, args] = command;
  return spawn(file, args, {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What a process wrote until it ended. */
export async function ending(child: ChildProcess): Promise<Run> {
  const read = async (stream: Readable | null) => (stream === null ? "" : await text(stream));
  const ended = once(child, "close") as Promise<[number | null]>;
  const [stdout, stderr, [exitCode]] = await Promise.all([read(child.stdout), read(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

export async function runHelper(options: RunOptions = {}): Promise<Run> {
  return await ending(start(commandOf(options), options.env));
}

/** A folder for one test, removed by `remove`. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), "azure-to-aws-"));

  constructor() {
    // All users can enter a folder that plays the root of a machine.
    chmodSync(this.path, 0o755);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
