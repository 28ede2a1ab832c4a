import { anywhere, type DangerousAction, row } from "./dangerous-action";
import { hackTricks, PATHFINDING, reference, RHINO } from "./escalation-path";

const IAM = reference("awsidentityandaccessmanagementiam");
const HACKTRICKS_IAM = hackTricks("aws-iam-privesc");
const SSO = hackTricks("aws-sso-and-identitystore-privesc");
const ORGANIZATIONS = reference("awsorganizations");

/**
 * Actions by which an identity can give itself or others more than it has, whatever they are limited to: writes of IAM, IAM
 * Identity Center, and Organizations that change who has which permission, and who can become another identity.
 */
export const ESCALATING_ACTIONS: readonly DangerousAction[] = [
  row(
    "iam:AddClientIDToOpenIDConnectProvider",
    "make an identity provider of the account accept the tokens of other applications",
    IAM,
    anywhere("add-client-id-to-provider"),
  ),
  row(
    "iam:AddRoleToInstanceProfile",
    "put another role into an instance profile, for the EC2 instances that have it",
    hackTricks("aws-ec2-privesc"),
  ),
  row(
    "iam:AddUserToGroup",
    "make any user a member of any group, with the group's permissions",
    RHINO,
    anywhere("add-user-to-group"),
  ),
  row(
    "iam:AttachGroupPolicy",
    "attach AdministratorAccess to any group",
    RHINO,
    anywhere("attach-group-policy"),
  ),
  row("iam:AttachRolePolicy", "attach AdministratorAccess to itself", `${PATHFINDING}iam-009`, {
    id: "attach-role-policy",
    target: "own-role",
    ofAssumable: true,
  }),
  row(
    "iam:AttachUserPolicy",
    "attach AdministratorAccess to any user",
    RHINO,
    anywhere("attach-user-policy"),
  ),
  row(
    "iam:CreateAccessKey",
    "create an access key of any user, and act as that user",
    `${PATHFINDING}iam-002`,
    anywhere("create-access-key", { ofNamed: "user" }),
  ),
  row(
    "iam:CreateLoginProfile",
    "give any user a password, and sign in as that user",
    `${PATHFINDING}iam-004`,
    anywhere("create-login-profile", { ofNamed: "user" }),
  ),
  row(
    "iam:CreateOpenIDConnectProvider",
    "add identity providers to the account, and so decide whose tokens open the roles that name them",
    IAM,
    anywhere("create-open-id-connect-provider"),
  ),
  row(
    "iam:CreatePolicyVersion",
    "replace one of its own policies with one that allows everything",
    `${PATHFINDING}iam-001`,
    { id: "create-policy-version", target: "own-policy" },
  ),
  row(
    "iam:CreateSAMLProvider",
    "add identity providers to the account, and so decide whose assertions open the roles that name them",
    IAM,
    anywhere("create-saml-provider"),
  ),
  row(
    "iam:CreateServiceSpecificCredential",
    "create credentials of any user for some services, such as CodeCommit",
    HACKTRICKS_IAM,
    anywhere("create-service-specific-credential"),
  ),
  row(
    "iam:DeleteRolePermissionsBoundary",
    "remove the permissions boundary that limits it",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html",
    { id: "delete-own-boundary", target: "own-role", ofBoundary: true },
  ),
  row("iam:DeleteUserPermissionsBoundary", "remove the permissions boundaries that limit users", IAM),
  row(
    "iam:PutGroupPolicy",
    "give any group an inline policy that allows everything",
    RHINO,
    anywhere("put-group-policy"),
  ),
  row("iam:PutRolePermissionsBoundary", "replace the permissions boundary that limits it", HACKTRICKS_IAM, {
    id: "put-own-boundary",
    target: "own-role",
    ofBoundary: true,
  }),
  row("iam:PutRolePolicy", "give itself an inline policy that allows everything", `${PATHFINDING}iam-005`, {
    id: "put-role-policy",
    target: "own-role",
    ofAssumable: true,
  }),
  row(
    "iam:PutUserPermissionsBoundary",
    "replace the permissions boundaries that limit users",
    HACKTRICKS_IAM,
  ),
  row(
    "iam:PutUserPolicy",
    "give any user an inline policy that allows everything",
    RHINO,
    anywhere("put-user-policy"),
  ),
  row(
    "iam:ResetServiceSpecificCredential",
    "reset credentials of any user for some services, such as CodeCommit, and use them",
    HACKTRICKS_IAM,
    anywhere("reset-service-specific-credential"),
  ),
  row(
    "iam:SetDefaultPolicyVersion",
    "switch one of its own policies to an older version that may allow more",
    RHINO,
    { id: "set-default-policy-version", target: "own-policy" },
  ),
  row("iam:UpdateAccessKey", "activate access keys of users that were deactivated", HACKTRICKS_IAM),
  row(
    "iam:UpdateAssumeRolePolicy",
    "make other roles trust it, and then assume them",
    `${PATHFINDING}iam-012`,
    anywhere("update-assume-role-policy", { ofNamed: "role" }),
  ),
  row(
    "iam:UpdateLoginProfile",
    "change the password of any user, and sign in as that user",
    `${PATHFINDING}iam-006`,
    anywhere("update-login-profile", { ofNamed: "user" }),
  ),
  row(
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "make identity providers of the account accept the keys of another server",
    HACKTRICKS_IAM,
    anywhere("update-open-id-connect-provider-thumbprint"),
  ),
  row(
    "iam:UpdateSAMLProvider",
    "replace the keys of SAML providers, and sign in as anyone that roles trust by them",
    HACKTRICKS_IAM,
    anywhere("update-saml-provider"),
  ),
  row(
    "identitystore:CreateGroupMembership",
    "make any user of IAM Identity Center a member of any group, with its roles in each account",
    SSO,
    anywhere("create-group-membership"),
  ),
  row(
    "organizations:DetachPolicy",
    "take service control policies off the accounts that they limit",
    ORGANIZATIONS,
  ),
  row("organizations:LeaveOrganization", "take the account out of its organization's limits", ORGANIZATIONS),
  row(
    "organizations:RegisterDelegatedAdministrator",
    "make an account an administrator of a service for the whole organization",
    ORGANIZATIONS,
  ),
  row("organizations:UpdatePolicy", "change the service control policies that limit accounts", ORGANIZATIONS),
  row(
    "rolesanywhere:CreateTrustAnchor",
    "add a certificate authority whose certificates open the roles that trust IAM Roles Anywhere",
    reference("awsidentityandaccessmanagementrolesanywhere"),
  ),
  row(
    "rolesanywhere:UpdateTrustAnchor",
    "replace a certificate authority whose certificates open the roles that trust IAM Roles Anywhere",
    reference("awsidentityandaccessmanagementrolesanywhere"),
  ),
  row(
    "sso-directory:UpdatePassword",
    "change the password of any user of IAM Identity Center, and sign in as that user",
    SSO,
    anywhere("update-sso-password"),
  ),
  ...[
    "AttachCustomerManagedPolicyReferenceToPermissionSet",
    "AttachManagedPolicyToPermissionSet",
    "CreateAccountAssignment",
    "DeletePermissionsBoundaryFromPermissionSet",
    "PutInlinePolicyToPermissionSet",
    "PutPermissionsBoundaryToPermissionSet",
  ].map((name) =>
    row(
      `sso:${name}`,
      "change who gets which role in which account by IAM Identity Center",
      SSO,
      anywhere(kebab(name)),
    ),
  ),
];

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
