/** `aws.iam.RolePolicyAttachment`. */
import { CloudError } from "../kernel/cloud-error";
import { text } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { unlessMissing } from "./missing";

/** The table row. IDs are `<role>/<policy ARN>`. */
export const rolePolicyAttachment: ResourceType<AwsClient> = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  replaceOnChanges: "*",

  async create(inputs, { client, signal }) {
    const request = { RoleName: text(inputs.role), PolicyArn: text(inputs.policyArn) };
    const what = `attaching IAM Policy (${request.PolicyArn}) to IAM Role (${request.RoleName})`;
    await client.iam({ what, operation: "AttachRolePolicy" }, signal, (iam, options) =>
      iam.attachRolePolicy(request, options),
    );
    return { id: `${request.RoleName}/${request.PolicyArn}`, state: inputs };
  },

  async read(id, { client, signal }) {
    const { RoleName, PolicyArn } = parse(id);
    const attempt = {
      what: `reading IAM Role Policy Attachment (${id})`,
      operation: "ListAttachedRolePolicies",
    };
    const { AttachedPolicies = [] } = await client.iam(attempt, signal, (iam, options) =>
      iam.listAttachedRolePolicies({ RoleName }, options),
    );
    if (!AttachedPolicies.some((policy) => policy.PolicyArn === PolicyArn)) {
      throw new CloudError(`${PolicyArn} is not attached to ${RoleName}`, {
        code: "NotFound",
        notFound: true,
      });
    }
    return { role: RoleName, policyArn: PolicyArn };
  },

  async delete(id, _last, { client, signal }) {
    const { RoleName, PolicyArn } = parse(id);
    const attempt = {
      what: `detaching IAM Policy (${PolicyArn}) from IAM Role (${RoleName})`,
      operation: "DetachRolePolicy",
    };
    await unlessMissing(
      client.iam(attempt, signal, (iam, options) => iam.detachRolePolicy({ RoleName, PolicyArn }, options)),
    );
  },
};

function parse(id: string): { RoleName: string; PolicyArn: string } {
  const slash = id.indexOf("/");
  return { RoleName: id.slice(0, slash), PolicyArn: id.slice(slash + 1) };
}
