import path from "node:path";
import { type PulumiCommand, PulumiStack } from "../../../lab/pulumi";
import { withCode } from "../../../messages";
import { DEMO } from "../../../messages/lab";
import { PROJECT_ROOT } from "../../project-root";
import { type ResourceCount, resourceCount } from "../resource-count";
import { createSshKey } from "../ssh-key";
import { DemoFailure, type StepTools } from "../step-runner";

/** The policy pack of every operation of the demo. */
export const POLICY_PACK = path.join(PROJECT_ROOT, "policypack");

/** Outputs of the stack about its workload; see examples/quickstart. */
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

/** Which stack of the quickstart. */
export interface QuickstartOptions {
  readonly stackName: string;
  /** Folder for the stack's config. */
  readonly directory: string;
  readonly region: string;
  readonly location: string;
  /** Names of the buckets that the role may read. */
  readonly buckets: readonly string[];
  /** Further config, keys with their namespace. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A deployed quickstart. */
export interface Deployment {
  readonly stack: PulumiStack;
  readonly outputs: QuickstartOutputs;
  /** Resources that the engine created. */
  readonly created: ResourceCount;
}

/** Creates a stack of the root project, without deploying it. */
export async function createQuickstart(
  pulumi: PulumiCommand,
  { stackName, directory, region, location, buckets, config }: QuickstartOptions,
): Promise<PulumiStack> {
  return PulumiStack.create(pulumi, {
    projectDirectory: PROJECT_ROOT,
    stackName,
    directory,
    config: {
      "aws:region": region,
      "azure-native:location": location,
      "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
      "azure-to-aws-quickstart:buckets": buckets,
      ...config,
    },
  });
}

/** `pulumi up --policy-pack policypack` of the root project. */
export async function deploy(stack: PulumiStack, tools: StepTools): Promise<Deployment> {
  const run = await stack.up({ policyPacks: [POLICY_PACK], onProgress: tools.report, signal: tools.signal });
  if (run.exitCode !== 0) {
    throw new DemoFailure(`${withCode(DEMO.say("demo-pulumi-failed", "pulumi up"))}\n${run.output}`);
  }
  return {
    stack,
    outputs: (await stack.outputs()) as unknown as QuickstartOutputs,
    created: resourceCount(run, "create"),
  };
}
