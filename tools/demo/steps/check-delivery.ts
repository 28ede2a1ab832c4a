import { coded, quoted, withCode } from "../../../messages";
import type { Machine } from "../machine";
import { DemoFailure, type StepTools } from "../step-runner";

/** Files that the deployment installed in the VM. */
export interface Delivery {
  /** Paths inside the VM. */
  readonly files: readonly string[];
  /** The `[profile …]` sections of the installed AWS config. */
  readonly profiles: readonly string[];
}

const HELPER = "/opt/azure-to-aws/credential_process.py";
const AWS_CONFIG = "/etc/azure-to-aws/config";

/** Finds the credential helper and the AWS config in the VM, which Run Command installed. */
export async function checkDelivery(
  machine: Machine,
  profileName: string,
  tools: StepTools,
): Promise<Delivery> {
  await readInVm(machine, HELPER, tools);
  const config = await readInVm(machine, AWS_CONFIG, tools);
  const profiles = [...config.matchAll(/^\[profile (.+)\]$/gm)].map(([, name]) => name ?? "");
  if (!profiles.includes(profileName)) {
    throw new DemoFailure(
      withCode(
        coded(
          "demo-profile-missing",
          `${AWS_CONFIG}: profile ${quoted(profileName)} is missing; got ${profiles.length === 0 ? "none" : profiles.join(", ")}`,
        ),
      ),
    );
  }
  return { files: [HELPER, AWS_CONFIG], profiles };
}

async function readInVm(machine: Machine, file: string, { signal }: StepTools): Promise<string> {
  return machine.readFile(file, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new DemoFailure(
      withCode(
        coded(
          "demo-file-missing",
          `${machine.name}: ${file} is missing. Expected the deployment to install it`,
        ),
      ),
      { cause },
    );
  });
}
