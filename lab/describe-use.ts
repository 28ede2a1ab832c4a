/** Says how a running lab is used by hand. */
import { writeEnvironment, writeTlsEnvironment } from "./hand-environment";
import { writeHandLogins } from "./hand-logins";
import type { Lab } from "./lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "./lab-facts";
import type { PulumiStack } from "./pulumi/engine/pulumi-stack";
import { shellWord } from "./shell";

/** What a lab has already, and what it lacks. */
export interface Used {
  /** The stack that is there already. Default: none. */
  readonly deployed?: PulumiStack;
  /** Whether its CLI cannot run programs in YAML until something is built. Default: false. */
  readonly lacksYaml?: boolean;
}

/**
 * Writes the environment of the lab to a file that a shell can read, and returns the text that tells what to do
 * with it.
 */
export async function describeUse(lab: Lab, { deployed, lacksYaml = false }: Used = {}): Promise<string> {
  const file = await writeEnvironment(lab);
  const logins = await writeHandLogins(lab);
  return [
    "The lab is running; Ctrl-C stops it and removes all of it. In another terminal, from this folder:",
    "",
    `  . ${shellWord(file)}`,
    ...(deployed ? useDeployed(deployed) : deployAnew()),
    "",
    "pulumi, aws and az, of which the lab's double knows some commands, are on your PATH then. No",
    "program of that shell reaches a host outside this machine.",
    "Entra sees you as the usual application of docs/reference/permissions.md, AWS as its deployer. To be",
    "somebody else, read one of these after the environment:",
    "",
    ...logins.flatMap(({ file: login, who }) => [`  . ${shellWord(login)}`, `      ${who}`]),
    "",
    ...(lab.azure.speaksTls ? await useTls(lab) : []),
    ...(lacksYaml
      ? ["Programs in YAML need a language host that is not built yet: npm run lab -- --yaml", ""]
      : []),
    "Each VM is a folder that plays its file system; lab/enter in it runs a command, or a shell,",
    "as the VM's user does:",
    "",
    `  ${enter(lab, deployed)} aws s3 ls --profile DevTeam-S3ReadOnlyAccess`,
    `  ${enter(lab, deployed)} sh -c 'cat "$AWS_CONFIG_FILE"'`,
    "",
  ].join("\n");
}

/** How programs that demand TLS reach the lab. */
async function useTls(lab: Lab): Promise<string[]> {
  const file = await writeTlsEnvironment(lab);
  const { arm, graph, login } = lab.azure.tls().endpoints;
  return [
    "Azure's SDKs, the real Azure CLI, and azure-to-aws preflight reach the lab under Azure's",
    "public names once the shell has read this too. Read it again after another login:",
    "",
    `  . ${shellWord(file)}`,
    "",
    "A program that ignores HTTPS_PROXY needs these addresses, and the certificate of SSL_CERT_FILE:",
    "",
    `  Azure Resource Manager  ${arm}`,
    `  Microsoft Graph         ${graph}`,
    `  Entra                   ${login}`,
    "",
  ];
}

/** The entrance of the VM: of the one that is there, else by the stack's output. */
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

function deployAnew(): string[] {
  return [
    "  pulumi stack init by-hand",
    `  pulumi config set aws:region ${LAB_AWS_REGION}`,
    `  pulumi config set azure-native:location ${LAB_AZURE_LOCATION}`,
    "  test -e ~/.ssh/id_ed25519.pub || ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519",
    '  pulumi config set sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"',
    "  pulumi config set --path 'buckets[0]' devteam-reports",
    "  pulumi up --policy-pack policypack",
    "",
    "and at the end, before Ctrl-C, so that no stack file stays in this folder:",
    "",
    "  pulumi destroy && pulumi stack rm by-hand",
  ];
}
