/** The deployed VM, as steps use it: of the lab, or in Azure. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LabVm } from "../azure/vm/lab-vm";

/** Options of {@link Machine.run}. */
export interface MachineRunOptions {
  readonly signal: AbortSignal;
  /** What the command reads from its standard input. Default is nothing. */
  readonly input?: string;
}

/** What a command left. */
export interface MachineRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A way into a VM. */
export interface Machine {
  readonly name: string;
  /** Runs a command after what a login shell does. A command that fails is an answer, not an exception. */
  run(command: readonly [string, ...string[]], options: MachineRunOptions): Promise<MachineRun>;
  /** The text of a file, or its end if it is long. @throws Error if there is none. */
  readFile(file: string, signal: AbortSignal): Promise<string>;
}

/** The way into a VM of the lab. */
export function labMachine(vm: LabVm): Machine {
  return {
    name: vm.name,
    run: async (command, options) => vm.run(command, options),
    readFile: async (file, signal) => readFile(path.join(vm.folder, file), { encoding: "utf8", signal }),
  };
}
