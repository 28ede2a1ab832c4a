import type { ResourceForm } from "./reaches-several";

/**
 * Actions by which an identity can give itself more than it has, whatever they are limited to: writes of IAM and IAM
 * Identity Center that change who has which permission, and who can become another identity.
 *
 * Sources: AWS, "Actions, resources, and condition keys for AWS Identity and Access Management" and "… for AWS IAM Identity
 * Center"; Rhino Security Labs, "AWS IAM Privilege Escalation – Methods and Mitigation"; Datadog, pathfinding.cloud (the
 * paths of the categories "self-escalation" and "principal-access").
 */
export const escalatingActions: readonly string[] = [
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:AddRoleToInstanceProfile",
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateOpenIDConnectProvider",
  "iam:CreatePolicyVersion",
  "iam:CreateSAMLProvider",
  "iam:CreateServiceSpecificCredential",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:ResetServiceSpecificCredential",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAccessKey",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "iam:UpdateSAMLProvider",
  "identitystore:CreateGroupMembership",
  "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
  "sso:AttachManagedPolicyToPermissionSet",
  "sso:CreateAccountAssignment",
  "sso:DeletePermissionsBoundaryFromPermissionSet",
  "sso:PutInlinePolicyToPermissionSet",
  "sso:PutPermissionsBoundaryToPermissionSet",
];

const role = form("iam", "role/");
const lambda = form("lambda", "function:", ":");
const instance = form("ec2", "instance/");
const managed = form("ssm", "managed-instance/");
const stack = form("cloudformation", "stack/", "/");
const cluster = form("eks", "cluster/");

/**
 * Actions that take over another identity if they are not limited to some: allowed on named resources only. Each is by
 * itself enough to run code or commands as a role that exists, or hands a role on. With them stand the resources that they
 * are about.
 *
 * Sources: Datadog, pathfinding.cloud (the paths of the categories "existing-passrole" and "principal-access", and
 * cloudformation-005); Rhino Security Labs, "AWS IAM Privilege Escalation – Methods and Mitigation"; AWS, "Actions,
 * resources, and condition keys for AWS services".
 */
export const impersonatingActions: ReadonlyMap<string, readonly ResourceForm[]> = new Map([
  ["apprunner:UpdateService", [form("apprunner", "service/", "/")]],
  ["bedrock-agentcore:InvokeCodeInterpreter", [form("bedrock-agentcore", "")]],
  ["cloudformation:CreateChangeSet", [stack]],
  ["cloudformation:ExecuteChangeSet", [stack]],
  ["cloudformation:UpdateStack", [stack]],
  ["cloudformation:UpdateStackSet", [form("cloudformation", "stackset/", ":")]],
  ["codebuild:StartBuild", [form("codebuild", "project/")]],
  ["codebuild:StartBuildBatch", [form("codebuild", "project/")]],
  ["ec2-instance-connect:SendSSHPublicKey", [instance]],
  ["ec2:CreateLaunchTemplateVersion", [form("ec2", "launch-template/")]],
  ["ec2:ModifyInstanceAttribute", [instance]],
  ["ecs:ExecuteCommand", [form("ecs", "cluster/"), form("ecs", "task/", "/")]],
  ["eks:AssociateAccessPolicy", [form("eks", "access-entry/", "/")]],
  ["eks:CreateAccessEntry", [cluster]],
  ["eks:CreatePodIdentityAssociation", [cluster]],
  ["eks:UpdatePodIdentityAssociation", [form("eks", "podidentityassociation/", "/")]],
  ["glue:UpdateDevEndpoint", [form("glue", "devEndpoint/")]],
  ["iam:PassRole", [role]],
  ["lambda:UpdateFunctionCode", [lambda]],
  ["lambda:UpdateFunctionConfiguration", [lambda]],
  ["sagemaker:CreatePresignedNotebookInstanceUrl", [form("sagemaker", "notebook-instance/")]],
  ["sagemaker:UpdateNotebookInstance", [form("sagemaker", "notebook-instance/")]],
  ["ssm:SendCommand", [instance, managed]],
  ["ssm:StartSession", [instance, managed, form("ecs", "task/", "/")]],
  ["sts:AssumeRole", [role]],
]);

function form(service: string, beginning: string, end?: string): ResourceForm {
  return { service, beginning, ...(end === undefined ? {} : { end }) };
}

/**
 * Managed policies of AWS's own that allow everything, or one of the actions above. A name that ends with `*` stands
 * for all that begin so.
 */
const privilegedManagedPolicies: readonly string[] = [
  "AdministratorAccess",
  "AdministratorAccess-*",
  "IAMFullAccess",
  "PowerUserAccess",
  "job-function/SystemAdministrator",
];

/**
 * The name of a managed policy of AWS's own that allows too much; `undefined` for any other.
 *
 * @param arn - ARN of a managed policy, of any partition.
 * @param forbidden - Further ARNs or names that are refused.
 */
export function privilegedManagedPolicy(arn: unknown, forbidden: readonly string[]): string | undefined {
  if (typeof arn !== "string") {
    return undefined;
  }
  const [, name] = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const isNamed = (entry: string): boolean =>
    entry.endsWith("*") ? name?.startsWith(entry.slice(0, -1)) === true : entry === name;
  return forbidden.includes(arn) || privilegedManagedPolicies.some(isNamed) || forbidden.some(isNamed)
    ? (name ?? arn)
    : undefined;
}
