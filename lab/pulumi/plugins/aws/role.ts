/** `aws.iam.Role`. */
import type { Role } from "@aws-sdk/client-iam";
import { CloudError } from "../kernel/cloud-error";
import { pick, type Properties, sameValue, text, withoutEmpty } from "../kernel/property-value";
import type { Call, Change, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { entityName } from "./iam-name";
import { unlessMissing } from "./missing";
import { sameDocument, withDocumentText } from "./policy-document";
import { leaveInstanceProfiles, removeRolePolicies, rolePolicies } from "./role-contents";
import { roleProblems } from "./role-rules";
import { allTags, tagChanges, tagState } from "./tagging";

/** The table row. IDs are names. */
export const role: ResourceType<AwsClient> = {
  token: "aws:iam/role:Role",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 64, unless: "namePrefix" },
  replaceOnChanges: ["name", "namePrefix", "path"],
  equality: { assumeRolePolicy: sameDocument },
  shared: ["inlinePolicies", "managedPolicyArns"],
  recomputed: { tagsAll: ["tags"] },
  complete: (inputs) => ({
    forceDetachPolicies: false,
    maxSessionDuration: 3600,
    path: "/",
    ...withDocumentText(inputs, ["assumeRolePolicy"]),
  }),
  validate: roleProblems,

  async create(inputs, call) {
    const { client, signal } = call;
    const RoleName = entityName(inputs);
    const request = {
      RoleName,
      AssumeRolePolicyDocument: text(inputs.assumeRolePolicy),
      Path: text(inputs.path),
      MaxSessionDuration: Number(inputs.maxSessionDuration),
      Tags: allTags(inputs, client),
      ...(typeof inputs.description === "string" ? { Description: inputs.description } : {}),
      ...(typeof inputs.permissionsBoundary === "string"
        ? { PermissionsBoundary: inputs.permissionsBoundary }
        : {}),
    };
    const attempt = { what: `creating IAM Role (${RoleName})`, operation: "CreateRole" };
    await client.iam(attempt, signal, (iam, options) => iam.createRole(request, options));
    call.setId(RoleName);
    return { id: RoleName, state: { ...(await describe(RoleName, call)), ...kept(inputs) } };
  },

  read: async (id, call, state) => ({
    ...(await describe(id, call)),
    ...kept(state ?? { forceDetachPolicies: false }),
  }),

  async update(id, change, call) {
    await applyChanges(id, change, call);
    return { ...(await describe(id, call)), ...kept(change.news) };
  },

  delete: (id, { inputs }, call) => unlessMissing(remove(id, inputs.forceDetachPolicies === true, call)),
};

async function remove(id: string, withPolicies: boolean, call: Call<AwsClient>): Promise<void> {
  await leaveInstanceProfiles(id, call);
  if (withPolicies) {
    await removeRolePolicies(id, call);
  }
  const attempt = { what: `deleting IAM Role (${id})`, operation: "DeleteRole" };
  const { default: pRetry } = await import("p-retry");
  await pRetry(
    () => call.client.iam(attempt, call.signal, (iam, options) => iam.deleteRole({ RoleName: id }, options)),
    {
      ...CONFLICT_PATIENCE,
      signal: call.signal,
      shouldRetry: ({ error }) => error instanceof CloudError && error.code.startsWith("DeleteConflict"),
    },
  );
}

/**
 * How long the provider repeats the deletion of a role that still has policies: another resource may be deleting them. The
 * real one takes two minutes; the lab gives up after about two seconds.
 * Source (source code): hashicorp/terraform-provider-aws, `internal/service/iam/role.go`, `DeleteRole`, which repeats
 * `DeleteConflictException` for `propagationTimeout`.
 */
const CONFLICT_PATIENCE = { retries: 8, minTimeout: 20, factor: 1.8, maxTimeout: 500 };

/** Arguments that IAM knows nothing of. */
function kept(properties: Properties): Properties {
  return pick(properties, ["forceDetachPolicies", "namePrefix"]);
}

async function applyChanges(
  id: string,
  { olds, news }: Change,
  { client, signal }: Call<AwsClient>,
): Promise<void> {
  const RoleName = id;
  const what = `updating IAM Role (${id})`;
  const changes = (...names: string[]): boolean => names.some((name) => !sameValue(olds[name], news[name]));
  if (!sameDocument(olds.assumeRolePolicy, news.assumeRolePolicy)) {
    const request = { RoleName, PolicyDocument: text(news.assumeRolePolicy) };
    await client.iam(
      { what: `${what} assume role policy`, operation: "UpdateAssumeRolePolicy" },
      signal,
      (iam, options) => iam.updateAssumeRolePolicy(request, options),
    );
  }
  if (changes("description", "maxSessionDuration")) {
    const Description = typeof news.description === "string" ? news.description : "";
    const request = { RoleName, Description, MaxSessionDuration: Number(news.maxSessionDuration) };
    await client.iam({ what, operation: "UpdateRole" }, signal, (iam, options) =>
      iam.updateRole(request, options),
    );
  }
  if (changes("permissionsBoundary")) {
    const PermissionsBoundary = news.permissionsBoundary;
    const operation =
      typeof PermissionsBoundary === "string"
        ? "PutRolePermissionsBoundary"
        : "DeleteRolePermissionsBoundary";
    await client.iam<unknown>({ what: `${what} permissions boundary`, operation }, signal, (iam, options) =>
      typeof PermissionsBoundary === "string"
        ? iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary }, options)
        : iam.deleteRolePermissionsBoundary({ RoleName }, options),
    );
  }
  const { set, removed } = tagChanges(olds, news, client);
  if (removed.length > 0) {
    await client.iam({ what, operation: "UntagRole" }, signal, (iam, options) =>
      iam.untagRole({ RoleName, TagKeys: removed }, options),
    );
  }
  if (set.length > 0) {
    await client.iam({ what, operation: "TagRole" }, signal, (iam, options) =>
      iam.tagRole({ RoleName, Tags: set }, options),
    );
  }
}

async function describe(id: string, call: Call<AwsClient>): Promise<Properties> {
  const { client, signal } = call;
  const attempt = { what: `reading IAM Role (${id})`, operation: "GetRole" };
  const { Role: found } = await client.iam(attempt, signal, (iam, options) =>
    iam.getRole({ RoleName: id }, options),
  );
  return { ...roleState(found, client), ...(await rolePolicies(id, call)) };
}

/** The provider's properties of a role that IAM returned. */
export function roleState(found: Role = {} as Role, client: AwsClient): Properties {
  return {
    ...withoutEmpty({
      description: found.Description,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
    }),
    arn: found.Arn ?? "",
    assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
    createDate: found.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z") ?? "",
    maxSessionDuration: found.MaxSessionDuration ?? 3600,
    name: found.RoleName ?? "",
    path: found.Path ?? "/",
    uniqueId: found.RoleId ?? "",
    ...tagState(found.Tags, client),
  };
}
