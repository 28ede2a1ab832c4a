/** Describes how to use a running lab by hand. */
import type { Clouds } from "./clouds";
import { writeEnvironment, writeTlsEnvironment } from "./hand-environment";
import { writeHandLogins } from "./hand-logins";
import { Lab } from "./lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "./lab-facts";
import type { PulumiStack } from "./pulumi/engine/pulumi-stack";
import { shellWord } from "./terminal/shell";

/** What a lab already has, and what it lacks. */
export interface Used {
  /** The deployed stack. Default: none. */
  readonly deployed?: PulumiStack;
  /** Whether the CLI needs a language host to run programs in YAML. Default: false. */
  readonly lacksYaml?: boolean;
}

/**
 * Writes the environment of the lab to a file that a shell can source, and returns the instructions.
 */
export async function describeUse(lab: Clouds, { deployed, lacksYaml = false }: Used = {}): Promise<string> {
  const file = await writeEnvironment(lab);
  const logins = await writeHandLogins(lab);
  const hasPulumi = lab instanceof Lab;
  return [
    "The lab is running. Ctrl-C stops it, and removes everything it wrote.",
    hasPulumi
      ? "In another terminal, in this folder, source its environment and deploy:"
      : "In another terminal, source its environment:",
    "",
    `  . ${shellWord(file)}`,
    ...(!hasPulumi ? [] : deployed ? useDeployed(deployed) : useEmpty()),
    "",
    hasPulumi
      ? "That shell has pulumi, aws, and az on its PATH. This az knows only some"
      : "That shell has aws and az on its PATH. This az knows only some",
    "commands. Programs of that shell reach only this machine.",
    "",
    "You are signed in to Azure as the usual application of",
    "docs/reference/permissions.md, and to AWS as its deployer. To change that,",
    "source one of these files after the environment:",
    "",
    ...logins.flatMap(({ file: login, who }) => [`  . ${shellWord(login)}`, `      ${who}`]),
    "",
    ...(lab.azure.speaksTls ? await useTls(lab) : []),
    ...(lacksYaml
      ? ["For programs in YAML, build their language host once: npm start -w lab -- --yaml", ""]
      : []),
    ...(hasPulumi ? useVms(lab, deployed) : []),
  ].join("\n");
}

function useVms(lab: Lab, deployed: PulumiStack | undefined): string[] {
  return [
    "Each VM is a folder with the files of the VM. To run a command or a shell as",
    "the VM's user, run lab/enter in the folder:",
    "",
    `  ${enter(lab, deployed)} aws s3 ls --profile DevTeam-S3ReadOnlyAccess`,
    `  ${enter(lab, deployed)} sh -c 'cat "$AWS_CONFIG_FILE"'`,
    "",
  ];
}

/** Describes how programs that require TLS reach the lab. */
async function useTls(lab: Clouds): Promise<string[]> {
  const file = await writeTlsEnvironment(lab);
  const { arm, graph, login } = lab.azure.tls().endpoints;
  return [
    "For Azure's SDKs, the real Azure CLI, and azure-to-aws preflight, also source",
    "this file. They then reach the lab under Azure's public names. Source it again",
    "after the file of another login:",
    "",
    `  . ${shellWord(file)}`,
    "",
    "A program that ignores HTTPS_PROXY needs these addresses, and must trust the",
    "certificate in SSL_CERT_FILE:",
    "",
    `  Azure Resource Manager  ${arm}`,
    `  Microsoft Graph         ${graph}`,
    `  Entra                   ${login}`,
    "",
  ];
}

/** The command that enters the deployed VM, else the VM in the stack's output. */
function enter(lab: Lab, deployed: PulumiStack | undefined): string {
  const name = deployed ? lab.azure.vms().at(0)?.name : undefined;
  const folder = name ?? '"$(pulumi stack output virtualMachineName)"';
  return `${shellWord(lab.vmDirectory)}/${folder}/lab/enter`;
}

function useDeployed(stack: PulumiStack): string[] {
  const options = `--stack ${stack.name} --config-file ${shellWord(stack.configFile)}`;
  return [
    `  pulumi stack --stack ${stack.name}`,
    `  pulumi up --policy-pack policypack ${options}`,
    `  pulumi destroy ${options}`,
  ];
}

function useEmpty(): string[] {
  return [
    "  pulumi stack init by-hand",
    `  pulumi config set aws:region ${LAB_AWS_REGION}`,
    `  pulumi config set azure-native:location ${LAB_AZURE_LOCATION}`,
    "  test -e ~/.ssh/id_ed25519.pub || ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519",
    '  pulumi config set sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
    "  pulumi config set --path 'buckets[0]' devteam-reports",
    "  pulumi up --policy-pack policypack",
    "",
    "Before Ctrl-C, remove the stack, so that no stack file stays in this folder:",
    "",
    "  pulumi destroy && pulumi stack rm by-hand",
  ];
}
