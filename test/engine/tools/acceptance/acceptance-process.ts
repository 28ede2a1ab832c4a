/** `npm run acceptance` as a process, whose clouds are those of a lab: its environment leads it there, as it leads the demo. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import type { Lab } from "../../../../lab";
import type { AcceptanceReport } from "../../../../tools/acceptance/report";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { ACCEPTANCE_PROGRAM } from "../../../unit/tools/acceptance/acceptance-program";

/** How a run is disturbed. */
export interface RunOptions {
  /** Default: `--yes`. */
  readonly args?: readonly string[];
  /** Interrupts the run, as Ctrl-C does, each time that the next one of these is printed. Default: never. */
  readonly interruptAt?: readonly RegExp[];
  /** Called with each line that is printed, and awaited before an interrupt at this line. Default: nobody is. */
  readonly onLine?: (line: string) => void | Promise<void>;
  /**
   * Runs it below npm, as `npm run acceptance` does, by a script of the same form in a package of its own: the report and the state
   * are not to be written into this one. Default: false.
   */
  readonly belowNpm?: boolean;
  /** Called with the output once the run has ended, while its folder is still there. Default: nobody is. */
  readonly afterwards?: (output: string) => Promise<void>;
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

/** A package whose script is this one's, but for the build, which is done, and the paths. */
async function npmPackage(): Promise<string> {
  const { scripts } = JSON.parse(await readFile(path.join(PROJECT_ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const acceptance = scripts.acceptance
    ?.replace("npm run --silent build && ", "")
    .replaceAll(/(?:\.\/)?tools\/\S+/g, (file) => JSON.stringify(path.join(PROJECT_ROOT, file)));
  return JSON.stringify({ name: "acceptance-below-npm", private: true, scripts: { acceptance } });
}

/** Runs it to its end. */
export async function runProcess(lab: Lab, options: RunOptions = {}): Promise<FinishedRun> {
  const directory = await mkdtemp(path.join(tmpdir(), "azure-to-aws-acceptance-"));
  try {
    const { args = ["--yes"], interruptAt = [], onLine, belowNpm = false, afterwards, environment } = options;
    const [command, words] = belowNpm
      ? ["npm", ["run", "acceptance", "--", ...args]]
      : [process.execPath, [...ACCEPTANCE_PROGRAM, ...args]];
    if (belowNpm) {
      await writeFile(path.join(directory, "package.json"), await npmPackage());
    }
    const child = execa(command, words, {
      cwd: directory,
      // A group of its own, which a terminal's Ctrl-C interrupts as a whole.
      detached: true,
      reject: false,
      all: true,
      stdin: "ignore",
      // The test may run below npm; the program is to know of npm only if it is below one of its own.
      env: { ...labEnvironment(lab), npm_lifecycle_event: undefined, ...environment },
    });
    const moments = [...interruptAt];
    for await (const line of createInterface({ input: child.all })) {
      await onLine?.(line);
      if (moments[0]?.test(line) === true) {
        moments.shift();
        process.kill(-(child.pid ?? 0), "SIGINT");
      }
    }
    const { exitCode, all: output } = await child;
    await afterwards?.(output);
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

/** Runs the block of Pulumi commands that a run printed, in a shell that has a passphrase of another stack. */
export async function destroyByHand(lab: Lab, output: string): Promise<void> {
  const [block] = /^ {2}\($[\s\S]*?^ {2}\)$/m.exec(output) ?? [];
  await execa("sh", ["-c", block ?? "exit 1"], {
    env: { ...labEnvironment(lab), PULUMI_CONFIG_PASSPHRASE: "of another stack" },
    stdin: "ignore",
  });
}

/** Somebody who may do everything in AWS: the run creates buckets and lists roles, as the deployer of the lab may not. */
export function labEnvironment(lab: Lab): NodeJS.ProcessEnv {
  return { ...lab.pulumi.environment, ...lab.aws.rootEnvironment() };
}
