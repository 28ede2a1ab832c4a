/** A Windows machine as Wine plays it: programs for Windows run on the lab's VM, with a drive and a registry of their own. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { ProcessResult } from "../../../lab/azure";
import { debianProgram } from "../programs";

/**
 * Go programs take random numbers from a library that Wine has since version 9. Debian 12 has 8.0, with the same function under its
 * older name.
 *
 * @evidence source-code golang/go src/internal/syscall/windows/syscall_windows.go; wine-mirror/wine dlls/bcryptprimitives/main.c,
 *   where it calls `RtlGenRandom`, which ADVAPI32 exports as `SystemFunction036`
 */
const RANDOM = "LIBRARY bcryptprimitives.dll\nEXPORTS\n  ProcessPrng = ADVAPI32.SystemFunction036\n";

/** Starts a command of Linux with variables, on the VM. */
export type Run = (
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
) => Promise<ProcessResult>;

export class Wine {
  private constructor(
    private readonly folder: string,
    private readonly start: Run,
  ) {}

  /**
   * @param folder absolute path of the folder for the drive and the registry, which is not there yet
   * @param start starts Wine
   * @throws Error with the remedy if Wine is missing
   */
  static async create(folder: string, start: Run): Promise<Wine> {
    await debianProgram("/usr/bin/wine", "--version");
    await debianProgram("/usr/bin/x86_64-w64-mingw32-ld", "--version");
    const wine = new Wine(folder, start);
    const { exitCode, stderr } = await wine.#run(["wineboot", "--init"]);
    if (exitCode !== 0) {
      throw new Error(`wineboot failed: ${stderr}`);
    }
    const definition = `${folder}/random.def`;
    await writeFile(definition, RANDOM);
    const library = wine.path("windows/system32/bcryptprimitives.dll");
    await execa("/usr/bin/x86_64-w64-mingw32-ld", ["-shared", "-o", library, definition]);
    return wine;
  }

  /** Absolute path on this system of a file on the drive C. */
  path(file: string): string {
    return path.join(this.folder, "drive_c", file);
  }

  /** Runs a program for Windows. Lines of its output end as on Linux. */
  async run(
    command: readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProcessResult> {
    const { exitCode, stdout, stderr } = await this.#run(["wine", ...command], env);
    return { exitCode, stdout: stdout.replaceAll("\r\n", "\n"), stderr: stderr.replaceAll("\r\n", "\n") };
  }

  /** Ends what still runs. */
  async stop(): Promise<void> {
    await this.#run(["wineserver", "-k"]);
  }

  #run(command: readonly [string, ...string[]], env: Readonly<Record<string, string>> = {}) {
    return this.start(command, { ...env, WINEPREFIX: this.folder, WINEDEBUG: "-all" });
  }
}
