import path from "node:path";
import type { Lab } from "../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../lab-facts";
import { PROJECT_ROOT } from "../../project-root";
import { PulumiStack } from "../../pulumi/engine/pulumi-stack";
import { type ResourceCount, resourceCount } from "../resource-count";
import { createSshKey } from "../ssh-key";
import { DemoFailure, type StepTools } from "../step-runner";

/** Policy pack that every operation of the demo runs under. */
export const POLICY_PACK = path.join(PROJECT_ROOT, "policypack");

/** Buckets that the quickstart's role may read. */
export const READABLE_BUCKETS = ["devteam-reports", "devteam-builds"] as const;

/** What the stack exports about its one workload; see examples/quickstart. */
export interface QuickstartOutputs {
  readonly roleArn: string;
  readonly oidcProviderArn: string;
  readonly issuer: string;
  readonly audience: string;
  readonly applicationClientId: string;
  readonly resourceGroupName: string;
  readonly principalId: string;
  readonly clientId: string;
  readonly virtualMachineName: string;
  readonly profileName: string;
}

/** A deployed quickstart. */
export interface Deployment {
  readonly stack: PulumiStack;
  readonly outputs: QuickstartOutputs;
  /** What the engine created. */
  readonly created: ResourceCount;
}

/** `pulumi up --policy-pack policypack` of the root project. */
export async function deploy(lab: Lab, tools: StepTools): Promise<Deployment> {
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory: PROJECT_ROOT,
    stackName: "lab",
    directory: lab.directory,
    config: {
      ...lab.pluginConfiguration,
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
      "azure-to-aws-quickstart:buckets": READABLE_BUCKETS,
    },
  });
  const run = await stack.up({ policyPacks: [POLICY_PACK], onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`pulumi up failed:\n${run.output}`);
  }
  return {
    stack,
    outputs: (await stack.outputs()) as unknown as QuickstartOutputs,
    created: resourceCount(run, "create"),
  };
}
