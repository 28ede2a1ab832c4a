/** `aws.iam.User`. */
import type { User } from "@aws-sdk/client-iam";
import { pick, type Properties, sameValue, text, withoutEmpty } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { checkName } from "./iam-name";
import { unlessMissing } from "./missing";
import { allTags, tagChanges, tagState } from "./tagging";

/** The table row. IDs are names. A new name replaces: an ID cannot change in place. */
export const user: ResourceType<AwsClient> = {
  token: "aws:iam/user:User",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 64 },
  replaceOnChanges: ["name"],
  recomputed: { arn: ["path"], tagsAll: ["tags"] },
  complete: (inputs) => ({ forceDestroy: false, path: "/", ...inputs }),
  validate: (inputs) => checkName(inputs, 64),

  async create(inputs, call) {
    const { client, signal } = call;
    const UserName = text(inputs.name);
    const boundary = inputs.permissionsBoundary;
    const request = {
      UserName,
      Path: text(inputs.path),
      Tags: allTags(inputs, client),
      ...(typeof boundary === "string" ? { PermissionsBoundary: boundary } : {}),
    };
    const attempt = { what: `creating IAM User (${UserName})`, operation: "CreateUser" };
    await client.iam(attempt, signal, (iam, options) => iam.createUser(request, options));
    call.setId(UserName);
    return { id: UserName, state: { ...(await describe(UserName, call)), ...kept(inputs) } };
  },

  read: async (id, call, state) => ({
    ...(await describe(id, call)),
    ...kept(state ?? { forceDestroy: false }),
  }),

  async update(id, { olds, news }, call) {
    const { client, signal } = call;
    const UserName = id;
    const what = `updating IAM User (${id})`;
    if (!sameValue(olds.path, news.path)) {
      await client.iam({ what, operation: "UpdateUser" }, signal, (iam, options) =>
        iam.updateUser({ UserName, NewPath: text(news.path) }, options),
      );
    }
    const { permissionsBoundary: PermissionsBoundary } = news;
    if (!sameValue(olds.permissionsBoundary, PermissionsBoundary)) {
      const operation =
        typeof PermissionsBoundary === "string"
          ? "PutUserPermissionsBoundary"
          : "DeleteUserPermissionsBoundary";
      await client.iam<unknown>({ what, operation }, signal, (iam, options) =>
        typeof PermissionsBoundary === "string"
          ? iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary }, options)
          : iam.deleteUserPermissionsBoundary({ UserName }, options),
      );
    }
    const { set, removed } = tagChanges(olds, news, client);
    if (removed.length > 0) {
      await client.iam({ what, operation: "UntagUser" }, signal, (iam, options) =>
        iam.untagUser({ UserName, TagKeys: removed }, options),
      );
    }
    if (set.length > 0) {
      await client.iam({ what, operation: "TagUser" }, signal, (iam, options) =>
        iam.tagUser({ UserName, Tags: set }, options),
      );
    }
    return { ...(await describe(id, call)), ...kept(news) };
  },

  async delete(id, _last, { client, signal }) {
    const attempt = { what: `deleting IAM User (${id})`, operation: "DeleteUser" };
    await unlessMissing(
      client.iam(attempt, signal, (iam, options) => iam.deleteUser({ UserName: id }, options)),
    );
  },
};

function kept(properties: Properties): Properties {
  return pick(properties, ["forceDestroy"]);
}

async function describe(id: string, { client, signal }: Call<AwsClient>): Promise<Properties> {
  const attempt = { what: `reading IAM User (${id})`, operation: "GetUser" };
  const { User: found } = await client.iam(attempt, signal, (iam, options) =>
    iam.getUser({ UserName: id }, options),
  );
  const { Arn, Path, UserId, UserName, Tags, PermissionsBoundary } = found ?? ({} as User);
  return {
    ...withoutEmpty({ permissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn }),
    arn: Arn ?? "",
    name: UserName ?? "",
    path: Path ?? "/",
    uniqueId: UserId ?? "",
    ...tagState(Tags, client),
  };
}
