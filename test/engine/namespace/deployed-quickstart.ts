/** The quickstart, deployed into a lab of its own. */
import assert from "node:assert/strict";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import { prepareToolchain, type Toolchain } from "../../../lab/pulumi/toolchain";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** What the stack exports that tests ask for. */
export interface QuickstartOutputs {
  readonly roleArn: string;
  readonly virtualMachineName: string;
  readonly profileName: string;
}

/** A resource of an exported state, as far as it is asked for. */
export interface StateResource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A lab with the quickstart's stack, not deployed yet. Whoever made it stops the lab. */
export async function quickstartLab(): Promise<{ toolchain: Toolchain; lab: Lab; stack: PulumiStack }> {
  const toolchain = await prepareToolchain({ report: () => undefined });
  const lab = await Lab.start(toolchain);
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory: PROJECT_ROOT,
    stackName: "dev",
    directory: lab.directory,
    config: {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
      "azure-to-aws-quickstart:buckets": ["devteam-reports", "devteam-builds"],
    },
  });
  return { toolchain, lab, stack };
}

/** The texts of all Run Commands of a stack. */
export async function runCommandTexts(stack: PulumiStack): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.exportWithSecrets()) as {
    readonly deployment: { readonly resources: readonly StateResource[] };
  };
  const commands = deployment.resources.filter(({ type }) => type.includes("RunCommand"));
  const texts = commands.flatMap(({ inputs }) => {
    const { script } = (inputs?.source ?? {}) as { readonly script?: string };
    return script === undefined ? [] : [script];
  });
  assert.ok(texts.length > 0 && texts.length === commands.length);
  return texts;
}
