/** Says how a running lab is used by hand. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { PulumiStack } from "./engine/pulumi-stack";
import type { Lab } from "./lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "./lab-facts";
import { shellWord } from "./shell-word";

/**
 * Writes the environment of the lab to a file that a shell can read, and returns the text that tells what to do
 * with it.
 *
 * @param deployed the stack that is there already. Default: none.
 */
export async function describeUse(lab: Lab, deployed?: PulumiStack): Promise<string> {
  const file = path.join(lab.directory, "environment.sh");
  const environment = Object.entries(lab.pulumi.environment);
  await writeFile(file, environment.map(([name, value]) => `export ${name}=${shellWord(value)}\n`).join(""), {
    mode: 0o600,
  });
  return [
    "The lab is running; Ctrl-C stops it and removes all of it. In another terminal, from this folder:",
    "",
    `  . ${shellWord(file)}`,
    ...(deployed ? useDeployed(deployed) : deployAnew()),
    "",
    "Both clouds see you as the deployer of docs/permissions.md. Each VM is a folder; lab/enter in it runs a command",
    "as the VM's user does, or a shell:",
    "",
    `  ${shellWord(lab.vmDirectory)}/${lab.azure.vms().at(0)?.name ?? "NAME-OF-THE-VM"}/lab/enter aws s3 ls --profile DevTeam-S3ReadOnlyAccess`,
    "",
  ].join("\n");
}

function useDeployed(stack: PulumiStack): string[] {
  const options = `--stack ${stack.name} --config-file ${shellWord(stack.configFile)}`;
  return [
    `  pulumi stack --stack ${stack.name}`,
    `  pulumi up --policy-pack policypack ${options}`,
    `  pulumi destroy ${options}`,
  ];
}

function deployAnew(): string[] {
  return [
    "  pulumi stack init by-hand",
    `  pulumi config set aws:region ${LAB_AWS_REGION}`,
    `  pulumi config set azure-native:location ${LAB_AZURE_LOCATION}`,
    '  pulumi config set sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
    "  pulumi config set --path 'buckets[0]' devteam-reports",
    "  pulumi up --policy-pack policypack",
  ];
}
