import path from "node:path";
import { type PolicyViolation, type PulumiCommand, PulumiStack } from "../../../lab/pulumi";
import { coded, withCode } from "../../../messages";
import { PROJECT_ROOT } from "../../project-root";
import { DemoFailure, type StepTools } from "../step-runner";
import { POLICY_PACK } from "./deploy";

/** The answer of the policy pack to `examples/insecure`. */
export interface InsecurePreview {
  readonly exitCode: number;
  readonly violations: readonly PolicyViolation[];
  /** Roles of that stack that exist afterward. Must be 0. */
  readonly rolesCreated: number;
}

/** Where `examples/insecure` is previewed. */
export interface InsecureOptions {
  readonly stackName: string;
  /** Folder for the stack's config. */
  readonly directory: string;
  readonly region: string;
  readonly accountId: string;
  readonly tenantId: string;
  /** Further config, keys with their namespace. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Counts the roles of the account. */
  readonly countRoles: () => Promise<number>;
}

/** `pulumi preview --policy-pack policypack` of `examples/insecure`, which must fail. */
export async function refuseInsecure(
  pulumi: PulumiCommand,
  { stackName, directory, region, accountId, tenantId, config, countRoles }: InsecureOptions,
  tools: StepTools,
): Promise<InsecurePreview> {
  const stack = await PulumiStack.create(pulumi, {
    projectDirectory: path.join(PROJECT_ROOT, "examples/insecure"),
    stackName,
    directory,
    config: {
      "aws:region": region,
      "azure-to-aws-insecure:awsAccountId": accountId,
      "azure-to-aws-insecure:tenantId": tenantId,
      ...config,
    },
  });
  const before = await countRoles();
  const run = await stack.preview({
    policyPacks: [POLICY_PACK],
    onProgress: tools.report,
    signal: tools.signal,
  });
  if (run.exitCode === 0) {
    throw new DemoFailure(
      withCode(
        coded("demo-insecure-accepted", "the policy pack accepted examples/insecure. Expected violations"),
      ),
    );
  }
  if (run.violations.length === 0) {
    throw new DemoFailure(
      `${withCode(coded("demo-insecure-failed", "the preview of examples/insecure failed without a violation", "Its output follows"))}\n${run.output}`,
    );
  }
  return {
    exitCode: run.exitCode,
    violations: run.violations,
    rolesCreated: (await countRoles()) - before,
  };
}
