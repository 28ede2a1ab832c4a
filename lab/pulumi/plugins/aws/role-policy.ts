/** `aws.iam.RolePolicy`: a policy inside a role. */
import { pick, type Properties, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { checkName, entityName } from "./iam-name";
import { unlessMissing } from "./missing";
import { checkDocument, sameDocument, withDocumentText } from "./policy-document";

/** The table row. IDs are `<role>:<name>`. */
export const rolePolicy: ResourceType<AwsClient> = {
  token: "aws:iam/rolePolicy:RolePolicy",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 128, unless: "namePrefix" },
  replaceOnChanges: ["name", "namePrefix", "role"],
  equality: { policy: sameDocument },
  complete: (inputs) => withDocumentText(inputs, ["policy"]),
  validate: (inputs) => [...checkName(inputs, 128), ...checkDocument(inputs, "policy")],

  async create(inputs, call) {
    const id = `${text(inputs.role)}:${entityName(inputs)}`;
    return { id, state: await put(id, inputs, call) };
  },

  read: async (id, call, state) => ({ ...(await describe(id, call)), ...pick(state ?? {}, ["namePrefix"]) }),
  update: async (id, { news }, call) => put(id, news, call),

  async delete(id, _last, { client, signal }) {
    const attempt = { what: `deleting IAM Role Policy (${id})`, operation: "DeleteRolePolicy" };
    await unlessMissing(
      client.iam(attempt, signal, (iam, options) => iam.deleteRolePolicy(parse(id), options)),
    );
  },
};

async function put(id: string, inputs: Properties, call: Call<AwsClient>): Promise<Properties> {
  const attempt = {
    what: `putting IAM Role (${parse(id).RoleName}) Policy (${parse(id).PolicyName})`,
    operation: "PutRolePolicy",
  };
  const request = { ...parse(id), PolicyDocument: text(inputs.policy) };
  await call.client.iam(attempt, call.signal, (iam, options) => iam.putRolePolicy(request, options));
  return { ...(await describe(id, call)), ...pick(inputs, ["namePrefix"]) };
}

async function describe(id: string, { client, signal }: Call<AwsClient>): Promise<Properties> {
  const attempt = { what: `reading IAM Role Policy (${id})`, operation: "GetRolePolicy" };
  const found = await client.iam(attempt, signal, (iam, options) => iam.getRolePolicy(parse(id), options));
  return {
    name: found.PolicyName ?? "",
    role: found.RoleName ?? "",
    policy: decodeURIComponent(found.PolicyDocument ?? ""),
  };
}

function parse(id: string): { RoleName: string; PolicyName: string } {
  const [RoleName = "", PolicyName = ""] = id.split(":");
  return { RoleName, PolicyName };
}
