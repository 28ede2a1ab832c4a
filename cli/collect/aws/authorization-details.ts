/** Collects the section aws/authorization-details of a snapshot: who has which policies in an account. */
import type {
  AttachedPolicy as SdkAttachedPolicy,
  GetAccountAuthorizationDetailsCommandOutput,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  Tag,
  UserDetail,
} from "@aws-sdk/client-iam";
import { defaultVersion, policyDocument } from "../../../policy-sources";
import { pagesOf } from "../../clouds/aws/aws-refusal";
import { CloudError } from "../../clouds/cloud-error";
import type {
  AttachedPolicy,
  AwsGroup,
  AwsManagedPolicy,
  AwsRole,
  AwsTag,
  AwsUser,
  Document,
  InlinePolicy,
  ObjectRecord,
} from "../../snapshot/snapshot-records";
import type { AwsTarget } from "./aws-login";

/** Objects of an answer at most: what IAM allows. Source: IAM API Reference, GetAccountAuthorizationDetails (`MaxItems`). */
const PAGE = 1_000;

/** Roles, users, groups, and the managed policies that are in use, page by page. */
export async function* readAuthorizationDetails({
  account: { id: of },
  iam: client,
  sdks,
}: AwsTarget): AsyncGenerator<ObjectRecord> {
  const pages = sdks.iam.paginateGetAccountAuthorizationDetails({ client, pageSize: PAGE }, {});
  for await (const page of pagesOf("iam:GetAccountAuthorizationDetails", pages)) {
    yield* recordsOf(of, page);
  }
}

function* recordsOf(
  of: string,
  { RoleDetailList, UserDetailList, GroupDetailList, Policies }: GetAccountAuthorizationDetailsCommandOutput,
): Generator<ObjectRecord> {
  for (const role of RoleDetailList ?? []) {
    yield { kind: "aws.role", of, data: roleOf(role) };
  }
  for (const user of UserDetailList ?? []) {
    yield { kind: "aws.user", of, data: userOf(user) };
  }
  for (const group of GroupDetailList ?? []) {
    yield { kind: "aws.group", of, data: groupOf(group) };
  }
  for (const policy of Policies ?? []) {
    const data = policyOf(policy);
    if (data !== undefined) {
      yield { kind: "aws.policy", of, data };
    }
  }
}

function roleOf(role: RoleDetail): AwsRole {
  const { RoleName = "", Arn = "", Path = "/", RoleId, AssumeRolePolicyDocument, RoleLastUsed } = role;
  return {
    RoleName,
    Arn,
    Path,
    ...(RoleId === undefined ? {} : { RoleId }),
    ...created(role.CreateDate),
    ...(AssumeRolePolicyDocument === undefined
      ? {}
      : { AssumeRolePolicyDocument: documentOf(AssumeRolePolicyDocument, Arn) }),
    RolePolicyList: inline(role.RolePolicyList, Arn),
    AttachedManagedPolicies: attached(role.AttachedManagedPolicies),
    ...boundary(role),
    ...(RoleLastUsed === undefined
      ? {}
      : {
          RoleLastUsed: {
            ...(RoleLastUsed.LastUsedDate === undefined
              ? {}
              : { LastUsedDate: RoleLastUsed.LastUsedDate.toISOString() }),
            ...(RoleLastUsed.Region === undefined ? {} : { Region: RoleLastUsed.Region }),
          },
        }),
    Tags: tagsOf(role.Tags),
  };
}

function userOf(user: UserDetail): AwsUser {
  const { UserName = "", Arn = "", Path = "/", GroupList = [] } = user;
  return {
    UserName,
    Arn,
    Path,
    ...created(user.CreateDate),
    UserPolicyList: inline(user.UserPolicyList, Arn),
    AttachedManagedPolicies: attached(user.AttachedManagedPolicies),
    GroupList,
    ...boundary(user),
    Tags: tagsOf(user.Tags),
  };
}

function groupOf({
  GroupName = "",
  Arn = "",
  Path = "/",
  GroupPolicyList,
  AttachedManagedPolicies,
}: GroupDetail): AwsGroup {
  return {
    GroupName,
    Arn,
    Path,
    GroupPolicyList: inline(GroupPolicyList, Arn),
    AttachedManagedPolicies: attached(AttachedManagedPolicies),
  };
}

/** The default version; `undefined` if the answer does not have it. */
function policyOf({
  PolicyName = "",
  Arn = "",
  PolicyVersionList,
}: ManagedPolicyDetail): AwsManagedPolicy | undefined {
  const version = defaultVersion(PolicyVersionList);
  return version?.Document === undefined
    ? undefined
    : { PolicyName, Arn, Document: documentOf(version.Document, Arn) };
}

function inline(policies: readonly PolicyDetail[] = [], of: string): readonly InlinePolicy[] {
  return policies.map(({ PolicyName = "", PolicyDocument = "" }) => ({
    PolicyName,
    PolicyDocument: documentOf(PolicyDocument, of),
  }));
}

function attached(policies: readonly SdkAttachedPolicy[] = []): readonly AttachedPolicy[] {
  return policies.map(({ PolicyName = "", PolicyArn = "" }) => ({ PolicyName, PolicyArn }));
}

function boundary({ PermissionsBoundary }: RoleDetail | UserDetail) {
  const { PermissionsBoundaryArn } = PermissionsBoundary ?? {};
  return PermissionsBoundaryArn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn } };
}

function created(date: Date | undefined) {
  return date === undefined ? {} : { CreateDate: date.toISOString() };
}

function tagsOf(tags: readonly Tag[] = []): readonly AwsTag[] {
  return tags.map(({ Key = "", Value = "" }) => ({ Key, Value }));
}

/** @throws {CloudError} If it is not a policy: what cannot be read must never count as a policy that lets nobody in. */
function documentOf(encoded: unknown, of: string): Document {
  const document = policyDocument(encoded);
  if (document === undefined) {
    throw new CloudError("failed", "Unreadable", `IAM's answer holds no policy document for ${of}`);
  }
  return document;
}
