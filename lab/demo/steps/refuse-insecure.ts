import path from "node:path";
import type { Lab } from "../../lab";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION, LAB_TENANT_ID } from "../../lab-facts";
import { PROJECT_ROOT } from "../../project-root";
import type { PolicyViolation } from "../../pulumi/engine/engine-events";
import { PulumiStack } from "../../pulumi/engine/pulumi-stack";
import { DemoFailure, type StepTools } from "../step-runner";
import { POLICY_PACK } from "./deploy";

/** What the policy pack said of `examples/insecure`. */
export interface InsecurePreview {
  readonly exitCode: number;
  readonly violations: readonly PolicyViolation[];
  /** Roles of that stack that exist afterwards: none may. */
  readonly rolesCreated: number;
}

/** `pulumi preview --policy-pack policypack` of `examples/insecure`, which must fail. */
export async function refuseInsecure(lab: Lab, tools: StepTools): Promise<InsecurePreview> {
  const stack = await PulumiStack.create(lab.pulumi, {
    projectDirectory: path.join(PROJECT_ROOT, "examples/insecure"),
    stackName: "insecure",
    directory: lab.directory,
    config: {
      ...lab.pluginConfiguration,
      "aws:region": LAB_AWS_REGION,
      "azure-to-aws-insecure:awsAccountId": LAB_AWS_ACCOUNT_ID,
      "azure-to-aws-insecure:tenantId": LAB_TENANT_ID,
    },
  });
  const before = await lab.aws.counts();
  const run = await stack.preview({
    policyPacks: [POLICY_PACK],
    onProgress: tools.report,
    signal: tools.signal,
  });
  if (run.exitCode === 0) {
    throw new DemoFailure("the policy pack let examples/insecure through");
  }
  if (run.violations.length === 0) {
    throw new DemoFailure(`the preview of examples/insecure failed without a violation:\n${run.output}`);
  }
  const after = await lab.aws.counts();
  return {
    exitCode: run.exitCode,
    violations: run.violations,
    rolesCreated: after.roles - before.roles,
  };
}
