/** `aws.cloudformation.StackSet`, for previews only: the policy pack can judge what it would deploy. */
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import type { Properties } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";

function notInTheLab(): Promise<never> {
  return Promise.reject(
    new Error(
      withCode(
        LAB.say(
          "lab-unsupported",
          "CloudFormation",
          "Only preview an aws.cloudformation.StackSet in the lab",
        ),
      ),
    ),
  );
}

/** The table row. */
export const stackSet: ResourceType<AwsClient> = {
  token: "aws:cloudformation/stackSet:StackSet",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 128 },
  replaceOnChanges: ["name", "permissionModel", "callAs"],
  recomputed: { tagsAll: ["tags"] },
  complete: (inputs) => ({ callAs: "SELF", permissionModel: "SELF_MANAGED", ...inputs }),
  validate: ({ templateBody, templateUrl }: Properties) =>
    templateBody !== undefined && templateUrl !== undefined
      ? [{ path: "templateBody", reason: '"templateBody": conflicts with template_url' }]
      : [],
  create: notInTheLab,
  read: notInTheLab,
  update: notInTheLab,
  delete: notInTheLab,
};
