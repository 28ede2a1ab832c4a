import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { judgeTrust } from "../iam/judge-trust";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";

/** Refuses trust policies that IAM rejects, or that can be read in two ways. */
export const trustPolicyIsWellFormed: RuleDefinition<UnknownTrustConfig> = {
  name: "trust-policy-is-well-formed",
  displayName: "Trust policy is well-formed",
  description: "IAM accepts the trust policy, and there is only one way to read it.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["aws", "iam", "trust"],
  framework: nist("CM-6", "SI-10"),
  otherControls: { iso27001: "A.8.9" },
  remediationSteps:
    "Correct the member, operator, principal, or action that the finding names. Write each JSON member once.",
  looksAt: "every role in any resource of the stack",
  configuration: unknownInPreviewSchema,
  *judgeResource(resource, config, earlier) {
    yield* judgeTrust(resource, { rules: ["trust-policy-is-well-formed"], config, earlier, options: {} });
  },
};
