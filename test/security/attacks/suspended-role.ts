import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import type { Lab } from "../../../lab";
import { LAB_AWS_REGION } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import type { QuickstartOutputs } from "../../../tools/demo/steps/deploy";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { askImds } from "../exploits/ask-imds";
import { assumeRole, READABLE, takeObject } from "../exploits/aws-thief";
import type { SuspendedRole } from "./attack";

/**
 * Deploys a second role for the workload, opens a session of it that reads its bucket, and suspends the role.
 *
 * @throws Error when the engine does not do its part; Refused when the role lets nobody in before
 */
export async function suspendRole(lab: Lab, target: QuickstartOutputs): Promise<SuspendedRole> {
  const config = (suspended: boolean) => ({
    "aws:region": LAB_AWS_REGION,
    "suspension:oidcProviderArn": target.oidcProviderArn,
    "suspension:issuer": target.issuer,
    "suspension:audience": target.audience,
    "suspension:subject": target.principalId,
    "suspension:bucket": READABLE.bucket,
    "suspension:suspended": suspended,
  });
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory: path.join(PROJECT_ROOT, "test/security/attacks/suspension"),
    stackName: "suspension",
    directory: lab.directory,
    config: config(false),
  });
  await update(stack);
  const { roleArn } = (await stack.outputs()) as { roleArn: string };
  const token = await askImds(lab.azure.vm(target.virtualMachineName), target.clientId, target.audience);
  const oldSession = await assumeRole(lab, roleArn, token);
  await takeObject(lab, oldSession);
  await writeFile(stack.configFile, stringify({ config: config(true) }));
  await update(stack);
  return { roleArn, oldSession };
}

async function update(stack: PulumiStack): Promise<void> {
  const run = await stack.up();
  if (run.exitCode !== 0) {
    throw new Error(`pulumi up failed:\n${run.output}`);
  }
}
