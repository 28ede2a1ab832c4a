/** `aws.iam.AccessKey`, which this project does not need. A test shows a stack that replaces one. */
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import { CloudError } from "../kernel/cloud-error";
import { pick, type Properties, sameValue, secret, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { unlessMissing } from "./missing";

/** The table row. IDs are access key IDs. */
export const accessKey: ResourceType<AwsClient> = {
  token: "aws:iam/accessKey:AccessKey",
  replaceOnChanges: ["pgpKey", "user"],
  complete: (inputs) => ({ status: "Active", ...inputs }),
  validate: ({ pgpKey }) =>
    pgpKey === undefined
      ? []
      : [{ path: "pgpKey", reason: withCode(LAB.say("lab-unsupported", '"pgpKey"')) }],

  async create(inputs, { client, signal }) {
    const UserName = text(inputs.user);
    const attempt = { what: `creating IAM Access Key (${UserName})`, operation: "CreateAccessKey" };
    const { AccessKey } = await client.iam(attempt, signal, (iam, options) =>
      iam.createAccessKey({ UserName }, options),
    );
    const id = AccessKey?.AccessKeyId ?? "";
    const createDate = AccessKey?.CreateDate?.toISOString() ?? "";
    return { id, state: { ...inputs, createDate, secret: secret(AccessKey?.SecretAccessKey ?? "") } };
  },

  async read(id, { client, signal }, state) {
    const what = `reading IAM Access Key (${id})`;
    const UserName = text(state?.user) || (await userOf(id, what, { client, signal }));
    const attempt = { what, operation: "ListAccessKeys" };
    const { AccessKeyMetadata = [] } = await client.iam(attempt, signal, (iam, options) =>
      iam.listAccessKeys({ UserName }, options),
    );
    const found = AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId === id);
    if (found === undefined) {
      throw new CloudError(`access key ${id} was not found`, { code: "NotFound", notFound: true });
    }
    return { user: UserName, status: found.Status ?? "", ...withheld(state ?? {}) };
  },

  async update(id, { olds, news, state }, { client, signal }) {
    if (!sameValue(olds.status, news.status)) {
      const Status = news.status === "Inactive" ? ("Inactive" as const) : ("Active" as const);
      const request = { AccessKeyId: id, UserName: text(news.user), Status };
      const attempt = { what: `updating IAM Access Key (${id})`, operation: "UpdateAccessKey" };
      await client.iam(attempt, signal, (iam, options) => iam.updateAccessKey(request, options));
    }
    return { ...withheld(state), ...news };
  },

  async delete(id, { inputs }, { client, signal }) {
    const attempt = { what: `deleting IAM Access Key (${id})`, operation: "DeleteAccessKey" };
    const request = { AccessKeyId: id, UserName: text(inputs.user) };
    await unlessMissing(client.iam(attempt, signal, (iam, options) => iam.deleteAccessKey(request, options)));
  },
};

/** For an import, IAM says whose key it is. */
async function userOf(
  AccessKeyId: string,
  what: string,
  { client, signal }: Call<AwsClient>,
): Promise<string> {
  const attempt = { what, operation: "GetAccessKeyLastUsed" };
  const found = await client.iam(attempt, signal, (iam, options) =>
    iam.getAccessKeyLastUsed({ AccessKeyId }, options),
  );
  return found.UserName ?? "";
}

/** What IAM returns only once. */
function withheld(state: Properties): Properties {
  const kept = pick(state, ["createDate"]);
  return state.secret === undefined ? kept : { ...kept, secret: secret(state.secret) };
}
