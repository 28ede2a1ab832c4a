/** The demo: eight steps from an empty machine to two empty clouds. */
import { Lab } from "../../lab";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION, LAB_TENANT_ID } from "../../lab/lab-facts";
import type { OfficialPlugins } from "../../lab/pulumi";
import { prepareToolchain, type PulumiCli } from "../../lab/pulumi/toolchain";
import { labAdministrator } from "./administrator";
import { createLabStack, READABLE_BUCKETS } from "./lab-stack";
import { labMachine } from "./machine";
import { describeCount } from "./resource-count";
import { type StepDisplay, StepRunner, type StepTools } from "./step-runner";
import { checkDelivery, type Delivery } from "./steps/check-delivery";
import { type CleanUp, cleanUp } from "./steps/clean-up";
import { deploy, type Deployment } from "./steps/deploy";
import { type BucketListing, readBuckets } from "./steps/read-buckets";
import { type InsecurePreview, refuseInsecure } from "./steps/refuse-insecure";
import { demandCodes, type Refusal, refuseStrangers } from "./steps/refuse-strangers";

/** How the demo runs. */
export interface DemoOptions {
  readonly display: StepDisplay;
  /** Ends the demo, and stops everything it started. */
  readonly signal: AbortSignal;
  /** Skips `pulumi destroy`, and returns the running lab to the caller, who stops it. Default: false. */
  readonly keep?: boolean;
  /** Official plugins that replace the lab's. Default is none. */
  readonly officialPlugins?: OfficialPlugins;
}

/** The result of each step. */
export interface DemoReport extends CleanUp {
  readonly pulumiVersion: string;
  readonly deployment: Deployment;
  readonly delivery: Delivery;
  readonly listing: BucketListing;
  readonly refusals: readonly Refusal[];
  readonly insecure: InsecurePreview;
  /** Folder that the lab wrote to. */
  readonly labDirectory: string;
  /** The running lab, if it was kept. */
  readonly lab?: Lab;
  readonly seconds: readonly { readonly title: string; readonly seconds: number }[];
}

/** Where a Pulumi CLI came from. */
const ORIGINS: Readonly<Record<PulumiCli["origin"], string>> = {
  path: "PATH",
  cache: "the cache",
  release: "the official release",
  build: "a build with Go",
};

/**
 * Runs the demo.
 *
 * @throws DemoFailure if a promise of the demo does not hold; RequirementsError if the machine lacks something; the
 *   signal's reason if it was interrupted. The lab is stopped in each case.
 */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { officialPlugins = {} } = options;
  const runner = new StepRunner({ ...options, total: 8 });
  const toolchain = await runner.run({
    title: "Find or install the Pulumi CLI and the Python tools",
    work: prepareToolchain,
    outcome: ({ cli }) => `pulumi ${cli.version}, from ${ORIGINS[cli.origin]}`,
  });
  const lab = await runner.run({
    title: "Start the lab, which plays Azure and AWS",
    work: () => Lab.start(toolchain, { pluginProcesses: true, officialPlugins }),
    outcome: ({ directory }) => describeLab(directory, officialPlugins),
  });
  let kept = false;
  try {
    const deployment = await runner.run({
      title: "Deploy the quickstart: pulumi up --policy-pack policypack",
      work: async (tools) => deploy(await createLabStack(lab), tools),
      outcome: ({ created }) => `created ${describeCount(created)}, in two clouds`,
    });
    const machine = labMachine(lab.azure.vm(deployment.outputs.virtualMachineName));
    const { profileName } = deployment.outputs;
    const delivery = await runner.run({
      title: "Find the credential helper and the AWS config in the VM",
      work: (tools) => checkDelivery(machine, profileName, tools),
      outcome: ({ files }) => files.join(", "),
    });
    const listing = await runner.run({
      title: "List the buckets from the VM",
      work: (tools) => readBuckets(machine, { profileName }, tools),
      outcome: ({ byCli }) => `AWS CLI and boto3: ${byCli.join(", ")}`,
    });
    const refusals = await runner.run({
      title: "Try what both clouds must refuse",
      work: (tools) => refuse(lab, deployment, tools),
      outcome: (tried) => `all ${tried.length} attempts were refused`,
    });
    const insecure = await runner.run({
      title: "Preview examples/insecure, which the policy pack must refuse",
      work: (tools) => previewInsecure(lab, tools),
      outcome: ({ violations }) => `refused: ${violations.length} violations`,
    });
    const end = await runner.run({
      title: options.keep ? "Run pulumi up again" : "Run pulumi up again, then pulumi destroy",
      work: (tools) => cleanUp(lab, deployment, { keep: options.keep ?? false, tools }),
      outcome: describeEnd,
    });
    kept = options.keep ?? false;
    return {
      pulumiVersion: toolchain.cli.version,
      deployment,
      delivery,
      listing,
      refusals,
      insecure,
      ...end,
      seconds: runner.seconds,
      labDirectory: lab.directory,
      ...(kept ? { lab } : {}),
    };
  } finally {
    if (!kept) {
      await lab.stop();
    }
  }
}

function describeLab(directory: string, officialPlugins: OfficialPlugins): string {
  const names = Object.keys(officialPlugins);
  const plugins = names.length > 0 ? `; official plugins: ${names.join(", ")}` : "";
  return `both clouds run, in ${directory}${plugins}`;
}

async function refuse(lab: Lab, { outputs }: Deployment, tools: StepTools): Promise<readonly Refusal[]> {
  const machine = labMachine(lab.azure.vm(outputs.virtualMachineName));
  const [readableBucket] = READABLE_BUCKETS;
  const context = { outputs, machine, readableBucket, otherBucket: "payroll-archive" };
  const refusals = await refuseStrangers(labAdministrator(lab), context, tools);
  demandCodes(refusals);
  return refusals;
}

async function previewInsecure(lab: Lab, tools: StepTools): Promise<InsecurePreview> {
  return refuseInsecure(
    lab.pulumi,
    {
      stackName: "insecure",
      directory: lab.directory,
      region: LAB_AWS_REGION,
      accountId: LAB_AWS_ACCOUNT_ID,
      tenantId: LAB_TENANT_ID,
      config: lab.pluginConfiguration,
      countRoles: async () => (await lab.aws.counts()).roles,
    },
    tools,
  );
}

function describeEnd({ unchanged, emptied }: CleanUp): string {
  return emptied
    ? `${unchanged.resources} resources unchanged, then ${emptied.deleted.resources} deleted; both clouds are empty`
    : `${unchanged.resources} resources unchanged`;
}
