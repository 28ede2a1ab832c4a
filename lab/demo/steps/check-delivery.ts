import type { Machine } from "../machine";
import { DemoFailure, type StepTools } from "../step-runner";

/** What the deployment itself brought to the VM. */
export interface Delivery {
  /** Paths inside the VM. */
  readonly files: readonly string[];
  /** The `[profile …]` sections of the installed AWS config. */
  readonly profiles: readonly string[];
}

const HELPER = "/opt/azure-to-aws/credential_process.py";
const AWS_CONFIG = "/etc/azure-to-aws/config";

/** Finds the credential helper and the AWS config in the VM, where Run Command put them. */
export async function checkDelivery(
  machine: Machine,
  profileName: string,
  tools: StepTools,
): Promise<Delivery> {
  await readInVm(machine, HELPER, tools);
  const config = await readInVm(machine, AWS_CONFIG, tools);
  const profiles = [...config.matchAll(/^\[profile (.+)\]$/gm)].map(([, name]) => name ?? "");
  if (!profiles.includes(profileName)) {
    throw new DemoFailure(`${AWS_CONFIG} has no profile ${profileName}, only: ${profiles.join(", ")}`);
  }
  return { files: [HELPER, AWS_CONFIG], profiles };
}

async function readInVm(machine: Machine, file: string, { signal }: StepTools): Promise<string> {
  return machine.readFile(file, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new DemoFailure(`the deployment brought no ${file} to ${machine.name}`, { cause });
  });
}
