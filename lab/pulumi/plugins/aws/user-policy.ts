/** `aws.iam.UserPolicy`: a policy inside a user. */
import { pick, type Properties, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { checkName, entityName } from "./iam-name";
import { unlessMissing } from "./missing";
import { checkDocument, sameDocument, withDocumentText } from "./policy-document";

/** The table row. IDs are `<user>:<name>`. */
export const userPolicy: ResourceType<AwsClient> = {
  token: "aws:iam/userPolicy:UserPolicy",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 128, unless: "namePrefix" },
  replaceOnChanges: ["name", "namePrefix", "user"],
  equality: { policy: sameDocument },
  complete: (inputs) => withDocumentText(inputs, ["policy"]),
  validate: (inputs) => [...checkName(inputs, 128), ...checkDocument(inputs, "policy")],

  async create(inputs, call) {
    const id = `${text(inputs.user)}:${entityName(inputs)}`;
    return { id, state: await put(id, inputs, call) };
  },

  read: async (id, call, state) => ({ ...(await describe(id, call)), ...pick(state ?? {}, ["namePrefix"]) }),
  update: async (id, { news }, call) => put(id, news, call),

  async delete(id, _last, { client, signal }) {
    const attempt = { what: `deleting IAM User Policy (${id})`, operation: "DeleteUserPolicy" };
    await unlessMissing(
      client.iam(attempt, signal, (iam, options) => iam.deleteUserPolicy(parse(id), options)),
    );
  },
};

async function put(id: string, inputs: Properties, call: Call<AwsClient>): Promise<Properties> {
  const attempt = {
    what: `putting IAM User (${parse(id).UserName}) Policy (${parse(id).PolicyName})`,
    operation: "PutUserPolicy",
  };
  const request = { ...parse(id), PolicyDocument: text(inputs.policy) };
  await call.client.iam(attempt, call.signal, (iam, options) => iam.putUserPolicy(request, options));
  return { ...(await describe(id, call)), ...pick(inputs, ["namePrefix"]) };
}

async function describe(id: string, { client, signal }: Call<AwsClient>): Promise<Properties> {
  const attempt = { what: `reading IAM User Policy (${id})`, operation: "GetUserPolicy" };
  const found = await client.iam(attempt, signal, (iam, options) => iam.getUserPolicy(parse(id), options));
  return {
    name: found.PolicyName ?? "",
    user: found.UserName ?? "",
    policy: decodeURIComponent(found.PolicyDocument ?? ""),
  };
}

function parse(id: string): { UserName: string; PolicyName: string } {
  const [UserName = "", PolicyName = ""] = id.split(":");
  return { UserName, PolicyName };
}
