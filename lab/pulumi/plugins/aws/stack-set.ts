/** `aws.cloudformation.StackSet`, as far as a preview goes: what it would deploy can be judged. */
import type { Properties } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";

function notInTheLab(): Promise<never> {
  return Promise.reject(
    new Error("the lab plays no CloudFormation: an aws.cloudformation.StackSet can be previewed only"),
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
