/** Runs Pulumi programs of the benchmarks in a lab and takes their times. */
import path from "node:path";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../lab/lab-facts";
import { type PulumiRun, type PulumiRunOptions, PulumiStack } from "../lab/pulumi";
import { PROJECT_ROOT } from "../tools/project-root";
import type { BenchmarkContext } from "./benchmark";

/** Folder of this repository's policy pack. */
export const POLICY_PACK = path.join(PROJECT_ROOT, "policypack");

/** Folder of a pack without a rule. */
export const EMPTY_PACK = path.join(PROJECT_ROOT, "bench/programs/empty-pack");

/** Folder of a pack with this repository's rules, none of which looks at anything. */
export const IDLE_PACK = path.join(PROJECT_ROOT, "bench/programs/idle-pack");

/** The file backend writes the whole state after each step, which grows with the square of the resources. */
export const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** Programs are type-checked as a user's are. The lab's CLI does not. */
const AS_USERS = { PULUMI_NODEJS_TRANSPILE_ONLY: "false" };

/** A stack of a program in `bench/programs`. */
export async function programStack(
  context: BenchmarkContext,
  program: string,
  stackName: string,
  config: Readonly<Record<string, unknown>>,
): Promise<PulumiStack> {
  const lab = await context.lab();
  return PulumiStack.create(lab.pulumi, {
    projectDirectory: path.join(PROJECT_ROOT, "bench/programs", program),
    stackName,
    directory: path.join(context.folder, program),
    config: {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      ...Object.fromEntries(Object.entries(config).map(([key, value]) => [`bench-${program}:${key}`, value])),
    },
  });
}

/**
 * Demands that a run succeeded and made, or would make, as many resources as it should: any other takes no time worth
 * telling.
 *
 * @param creates how many, the stack itself included
 * @throws Error with the engine's messages or both numbers.
 */
export function succeeded(run: PulumiRun, creates?: number): PulumiRun {
  if (run.exitCode !== 0) {
    throw new Error(`pulumi failed: ${run.errors.join("; ") || run.output}`);
  }
  if (creates !== undefined && run.changes.create !== creates) {
    throw new Error(`the program makes ${run.changes.create ?? 0} resources in place of ${creates}`);
  }
  return run;
}

/** What a preview is measured with. */
export interface PreviewOptions extends Pick<PulumiRunOptions, "signal"> {
  readonly policyPacks?: readonly string[];
  /** How many resources it must tell of, the stack itself included. */
  readonly creates: number;
}

/** A candidate that previews the stack with packs, or with none. */
export function previewing(
  stack: PulumiStack,
  { policyPacks, signal, creates }: PreviewOptions,
): () => Promise<void> {
  return async () => {
    const run = await stack.preview({
      environment: AS_USERS,
      ...(policyPacks ? { policyPacks } : {}),
      ...(signal ? { signal } : {}),
    });
    succeeded(run, creates);
  };
}
