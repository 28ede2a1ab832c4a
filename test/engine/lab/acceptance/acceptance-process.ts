/** `npm run acceptance` as a process, whose clouds are those of a lab: its environment leads it there, as it leads the demo. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { ECHO_MS } from "../../../../lab/acceptance/interruptions";
import type { AcceptanceReport } from "../../../../lab/acceptance/report";
import type { Lab } from "../../../../lab/lab";
import { PROJECT_ROOT } from "../../../../lab/project-root";

/** How a run is disturbed. */
export interface RunOptions {
  /** Default: `--yes`. */
  readonly args?: readonly string[];
  /** Interrupts the run, as Ctrl-C does, each time that the next one of these is printed. Default: never. */
  readonly interruptAt?: readonly RegExp[];
  /** Called with each line that is printed. Default: nobody is. */
  readonly onLine?: (line: string) => void;
  /** Variables over those of the lab. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a run left. */
export interface FinishedRun {
  readonly exitCode: number | undefined;
  readonly output: string;
  /** Absent if none was written. */
  readonly report?: AcceptanceReport;
  readonly markdown: string;
  /** Shell commands that remove what is left, as printed. */
  readonly commands: readonly string[];
}

/** Runs it to its end. */
export async function runProcess(lab: Lab, options: RunOptions = {}): Promise<FinishedRun> {
  const directory = await mkdtemp(path.join(tmpdir(), "azure-to-aws-acceptance-"));
  try {
    const { args = ["--yes"], interruptAt = [], onLine, environment } = options;
    const child = execa(process.execPath, [path.join(PROJECT_ROOT, "dist/lab/acceptance.js"), ...args], {
      cwd: directory,
      // A group of its own, which a terminal's Ctrl-C interrupts as a whole.
      detached: true,
      reject: false,
      all: true,
      stdin: "ignore",
      env: { ...labEnvironment(lab), ...environment },
    });
    const moments = [...interruptAt];
    let last = -Infinity;
    for await (const line of createInterface({ input: child.all })) {
      onLine?.(line);
      if (moments[0]?.test(line) === true) {
        moments.shift();
        // Nobody presses Ctrl-C twice in this time, so the run counts such signals as one.
        await setTimeout(Math.max(0, last + ECHO_MS - performance.now()));
        last = performance.now();
        process.kill(-(child.pid ?? 0), "SIGINT");
      }
    }
    const { exitCode, all: output } = await child;
    const report = await readFile(path.join(directory, "acceptance-report.json"), "utf8").catch(() => "");
    const markdown = await readFile(path.join(directory, "acceptance-report.md"), "utf8").catch(() => "");
    return {
      exitCode,
      output,
      ...(report === "" ? {} : { report: JSON.parse(report) as AcceptanceReport }),
      markdown,
      commands: output.split("\n").filter((line) => /^ {2}(?:az|aws) /.test(line)),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs the commands that a run printed, in the environment that it had. */
export async function removeByHand(lab: Lab, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    await execa("sh", ["-c", command], { env: labEnvironment(lab), stdin: "ignore" });
  }
}

/** Somebody who may do everything in AWS: the run creates buckets and lists roles, as the deployer of the lab may not. */
export function labEnvironment(lab: Lab): NodeJS.ProcessEnv {
  return { ...lab.pulumi.environment, ...lab.aws.rootEnvironment() };
}
