/** IAM actions of a deployer on one kind of resource. */
export interface NeededIamActions {
  readonly actions: readonly string[];
  readonly resource: "any" | "OIDC provider" | "role";
}

/** The one action on an OIDC provider that is adopted. */
const READ_PROVIDER = "iam:GetOpenIDConnectProvider";

/** The actions of a deployer: of an OIDC provider that is adopted, it only reads. */
export function neededIamActions(adoptsProvider: boolean): readonly NeededIamActions[] {
  return NEEDED_IAM_ACTIONS.map(({ resource, actions }) => ({
    resource,
    actions: adoptsProvider && resource === "OIDC provider" ? [READ_PROVIDER] : actions,
  }));
}

/** The actions of docs/reference/permissions/aws-deployer.json, which a test compares. */
export const NEEDED_IAM_ACTIONS: readonly NeededIamActions[] = [
  { resource: "any", actions: ["iam:ListOpenIDConnectProviders"] },
  {
    resource: "OIDC provider",
    actions: [
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:CreateOpenIDConnectProvider",
      "iam:DeleteOpenIDConnectProvider",
      "iam:GetOpenIDConnectProvider",
      "iam:RemoveClientIDFromOpenIDConnectProvider",
      "iam:TagOpenIDConnectProvider",
      "iam:UntagOpenIDConnectProvider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
    ],
  },
  {
    resource: "role",
    actions: [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePermissionsBoundary",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ],
  },
];
