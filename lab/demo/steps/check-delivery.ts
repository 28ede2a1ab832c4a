import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LabVm } from "../../azure/vm/lab-vm";
import { DemoFailure } from "../step-runner";

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
export async function checkDelivery(vm: LabVm, profileName: string): Promise<Delivery> {
  const [, config] = await Promise.all([HELPER, AWS_CONFIG].map(async (file) => readInVm(vm, file)));
  const profiles = [...(config ?? "").matchAll(/^\[profile (.+)\]$/gm)].map(([, name]) => name ?? "");
  if (!profiles.includes(profileName)) {
    throw new DemoFailure(`${AWS_CONFIG} has no profile ${profileName}, only: ${profiles.join(", ")}`);
  }
  return { files: [HELPER, AWS_CONFIG], profiles };
}

async function readInVm(vm: LabVm, file: string): Promise<string> {
  return readFile(path.join(vm.folder, file), "utf8").catch((cause: unknown) => {
    throw new DemoFailure(`the deployment brought no ${file} to ${vm.name}`, { cause });
  });
}
