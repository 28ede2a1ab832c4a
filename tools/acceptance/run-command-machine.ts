/** A VM in Azure, into which commands go by Run Command: nothing else reaches a VM that takes no connections. */
import type { ArmClient } from "../../lab/pulumi";
import { shellWord } from "../../lab/terminal";
import type { Machine, MachineRun, MachineRunOptions } from "../demo/machine";

/** Which VM. */
export interface RunCommandTarget {
  readonly arm: ArmClient;
  readonly resourceGroupName: string;
  readonly virtualMachineName: string;
  /** Azure region of the VM. */
  readonly location: string;
}

const API_VERSION = "2024-11-01";

/** How long one command may take, in seconds. */
const TIMEOUT = 900;

/**
 * The one managed Run Command of a run: a VM supports 25. It is deleted with the VM. The agent runs it because each command is a
 * different script.
 */
const NAME = "acceptance";

/** Runs commands in a VM with Run Command, which shows the last 4,096 bytes of each output. */
export class RunCommandMachine implements Machine {
  readonly #target: RunCommandTarget;
  #commands = 0;

  constructor(target: RunCommandTarget) {
    this.#target = target;
  }

  get name(): string {
    return this.#target.virtualMachineName;
  }

  async run(
    command: readonly [string, ...string[]],
    { signal, input = "" }: MachineRunOptions,
  ): Promise<MachineRun> {
    const { arm, location } = this.#target;
    const address = { id: this.#id(), apiVersion: API_VERSION };
    const script = renderScript(command, input, ++this.#commands);
    const properties = {
      source: { script },
      timeoutInSeconds: TIMEOUT,
      treatFailureAsDeploymentFailure: false,
    };
    await arm.put(address, { location, properties }, signal);
    const answer = await arm.get(address, signal, { $expand: "instanceView" });
    const { instanceView } = answer.properties as { readonly instanceView?: InstanceView };
    if (instanceView?.exitCode === undefined) {
      throw new Error(`${this.name}: the answer of Run Command lacks the exit code`);
    }
    const { exitCode, output = "", error = "" } = instanceView;
    return { exitCode, stdout: output, stderr: error };
  }

  async readFile(file: string, signal: AbortSignal): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(["cat", file], { signal });
    if (exitCode !== 0) {
      throw new Error(stderr.trim());
    }
    return stdout;
  }

  #id(): string {
    const { arm, resourceGroupName, virtualMachineName } = this.#target;
    return (
      `/subscriptions/${arm.subscriptionId}/resourceGroups/${resourceGroupName}` +
      `/providers/Microsoft.Compute/virtualMachines/${virtualMachineName}/runCommands/${NAME}`
    );
  }
}

/** The report of the agent about a finished script. */
interface InstanceView {
  readonly exitCode?: number;
  readonly output?: string;
  readonly error?: string;
}

/** A script that runs a command with the environment of a login shell. Run Command sets no `HOME` and reads no profile. */
function renderScript(command: readonly string[], input: string, number: number): string {
  const encoded = Buffer.from(input).toString("base64");
  return [
    "#!/bin/sh",
    `# ${number}`,
    'for profile in /etc/profile.d/*.sh; do [ -r "$profile" ] && . "$profile"; done',
    "HOME=$(mktemp -d) || exit",
    "export HOME",
    `trap 'rm -rf "$HOME"' EXIT`,
    'cd "$HOME" || exit',
    `printf %s '${encoded}' | base64 -d | ${command.map(shellWord).join(" ")}`,
    "",
  ].join("\n");
}
