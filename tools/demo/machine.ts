/** The deployed VM, in the lab or in Azure, as the steps use it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LabVm } from "../../lab/azure";

/** Options of {@link Machine.run}. */
export interface MachineRunOptions {
  readonly signal: AbortSignal;
  /** What the command reads from its standard input. Default is nothing. */
  readonly input?: string;
}

/** The result of a command. */
export interface MachineRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands in a VM. */
export interface Machine {
  readonly name: string;
  /** Runs a command with the environment of a login shell. A command that fails is a result, not an exception. */
  run(command: readonly [string, ...string[]], options: MachineRunOptions): Promise<MachineRun>;
  /** The contents of a file, or its end if it is long. @throws Error if the file does not exist */
  readFile(file: string, signal: AbortSignal): Promise<string>;
}

/** Runs commands in a VM of the lab. */
export function labMachine(vm: LabVm): Machine {
  return {
    name: vm.name,
    run: async (command, options) => vm.run(command, options),
    readFile: async (file, signal) => readFile(path.join(vm.folder, file), { encoding: "utf8", signal }),
  };
}
