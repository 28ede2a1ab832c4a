import { isObject } from "../../trust";
import type { SeenResource } from "../engine/seen-resource";

/** How a resource type of Pulumi's maps to CloudFormation's words. `pulumiCarrier` says where it has a trust policy. */
export interface IamType {
  readonly type: string;
  read(resource: SeenResource): Record<string, unknown>;
}

/** Maps properties by name: CloudFormation's to Pulumi's. */
function renamed(type: string, names: Readonly<Record<string, string>>): IamType {
  return {
    type,
    read: (resource) =>
      Object.fromEntries(Object.entries(names).map(([there, here]) => [there, resource.get(here)])),
  };
}

/** aws-native has CloudFormation's properties with a small first letter, but leaves policy documents as they are. */
function native(type: string, properties: readonly string[]): IamType {
  return {
    type,
    read: (resource) =>
      Object.fromEntries(
        properties.map((name) => {
          const value = resource.get(name.charAt(0).toLowerCase() + name.slice(1));
          return [
            name,
            name === "Policies" && Array.isArray(value) ? value.map((item) => pascal(item)) : value,
          ];
        }),
      ),
  };
}

/** An object's own members with a capital first letter. */
function pascal(value: unknown): Record<string, unknown> {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), member]),
      )
    : {};
}

/** Type of what attaches managed policies to roles; CloudFormation has none. Properties: `Roles`, `ManagedPolicyArns`. */
export const ATTACHMENT = "AWS::IAM::RoleAttachment";

/** Type of a user's console password; CloudFormation has it as a property of the user. */
export const LOGIN_PROFILE = "AWS::IAM::LoginProfile";

/** Type of a user's password for one service; CloudFormation has none in most versions. */
export const SERVICE_CREDENTIAL = "AWS::IAM::ServiceSpecificCredential";

const ROLE = ["ManagedPolicyArns", "MaxSessionDuration", "PermissionsBoundary", "Policies", "RoleName"];

/** One row a Pulumi type, by its token. Compared as text: loading a provider's SDK would cost more than judging. */
export const iamTypes: ReadonlyMap<string, IamType> = new Map<string, IamType>([
  [
    "aws:iam/role:Role",
    {
      type: "AWS::IAM::Role",
      read: (resource) => {
        const inline = resource.get("inlinePolicies");
        return {
          ManagedPolicyArns: resource.get("managedPolicyArns"),
          MaxSessionDuration: resource.get("maxSessionDuration"),
          PermissionsBoundary: resource.get("permissionsBoundary"),
          RoleName: resource.get("name"),
          Policies: Array.isArray(inline)
            ? inline
                .filter(isObject)
                .map(({ name, policy }) => ({ PolicyName: name, PolicyDocument: policy }))
            : inline,
        };
      },
    },
  ],
  [
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    renamed("AWS::IAM::OIDCProvider", {
      Url: "url",
      ClientIdList: "clientIdLists",
      ThumbprintList: "thumbprintLists",
    }),
  ],
  [
    "aws:iam/rolePolicy:RolePolicy",
    renamed("AWS::IAM::RolePolicy", { RoleName: "role", PolicyName: "name", PolicyDocument: "policy" }),
  ],
  [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    renamed(ATTACHMENT, { Roles: "role", ManagedPolicyArns: "policyArn" }),
  ],
  [
    "aws:iam/policyAttachment:PolicyAttachment",
    renamed(ATTACHMENT, { Roles: "roles", ManagedPolicyArns: "policyArn" }),
  ],
  [
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    renamed(ATTACHMENT, { Roles: "roleName", ManagedPolicyArns: "policyArns" }),
  ],
  [
    "aws:iam/policy:Policy",
    renamed("AWS::IAM::ManagedPolicy", { ManagedPolicyName: "name", PolicyDocument: "policy", Arn: "arn" }),
  ],
  ["aws:iam/accessKey:AccessKey", renamed("AWS::IAM::AccessKey", { UserName: "user" })],
  ["aws:iam/userLoginProfile:UserLoginProfile", renamed(LOGIN_PROFILE, { UserName: "user" })],
  [
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    renamed(SERVICE_CREDENTIAL, { UserName: "userName" }),
  ],
  ["aws-native:iam:Role", native("AWS::IAM::Role", ROLE)],
  [
    "aws-native:iam:OidcProvider",
    native("AWS::IAM::OIDCProvider", ["Url", "ClientIdList", "ThumbprintList"]),
  ],
  ["aws-native:iam:RolePolicy", native("AWS::IAM::RolePolicy", ["RoleName", "PolicyName", "PolicyDocument"])],
  ["aws-native:iam:Policy", native("AWS::IAM::Policy", ["Roles", "PolicyName", "PolicyDocument"])],
  [
    "aws-native:iam:ManagedPolicy",
    native("AWS::IAM::ManagedPolicy", ["ManagedPolicyName", "Roles", "PolicyDocument", "PolicyArn"]),
  ],
  ["aws-native:iam:User", native("AWS::IAM::User", ["UserName", "LoginProfile"])],
]);
