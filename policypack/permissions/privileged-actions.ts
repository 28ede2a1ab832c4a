/**
 * Actions by which an identity can give itself more than it has, whatever they are limited to: IAM writes that change
 * who has which permission, and who can become whom.
 *
 * Sources: AWS, "Actions, resources, and condition keys for AWS Identity and Access Management"; the privilege
 * escalation methods that Rhino Security Labs described, which Prowler, Parliament and Checkov look for.
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
];

/** Actions that take over another identity if they are not limited to some: allowed on named resources only. */
export const impersonatingActions: readonly string[] = [
  "iam:PassRole",
  "lambda:UpdateFunctionCode",
  "sts:AssumeRole",
];

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
 * @param forbidden - Further ARNs or names that are not wanted.
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
