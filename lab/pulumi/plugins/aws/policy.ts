/** `aws.iam.Policy`: a managed policy. */
import { pick, type Properties, text, withoutEmpty } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { checkName, entityName } from "./iam-name";
import { unlessMissing } from "./missing";
import { checkDocument, sameDocument, withDocumentText } from "./policy-document";
import { allTags, tagChanges, tagState } from "./tagging";

/** A managed policy keeps at most this many versions (IAM quotas). */
const MAX_VERSIONS = 5;

/** The table row. IDs are ARNs. */
export const policy: ResourceType<AwsClient> = {
  token: "aws:iam/policy:Policy",
  autoName: { property: "name", separator: "-", digits: 7, maxLength: 128, unless: "namePrefix" },
  replaceOnChanges: ["description", "name", "namePrefix", "path"],
  equality: { policy: sameDocument },
  recomputed: { tagsAll: ["tags"] },
  complete: (inputs) => ({ path: "/", ...withDocumentText(inputs, ["policy"]) }),
  validate: (inputs) => [...checkName(inputs, 128), ...checkDocument(inputs, "policy")],

  async create(inputs, call) {
    const { client, signal } = call;
    const PolicyName = entityName(inputs);
    const request = {
      PolicyName,
      PolicyDocument: text(inputs.policy),
      Path: text(inputs.path),
      Tags: allTags(inputs, client),
      ...(typeof inputs.description === "string" ? { Description: inputs.description } : {}),
    };
    const attempt = { what: `creating IAM Policy (${PolicyName})`, operation: "CreatePolicy" };
    const { Policy } = await client.iam(attempt, signal, (iam, options) =>
      iam.createPolicy(request, options),
    );
    const id = Policy?.Arn ?? "";
    call.setId(id);
    return { id, state: { ...(await describe(id, call)), ...kept(inputs) } };
  },

  read: async (id, call, state) => ({ ...(await describe(id, call)), ...kept(state ?? {}) }),

  async update(id, { olds, news }, call) {
    const { client, signal } = call;
    const what = `updating IAM Policy (${id})`;
    if (!sameDocument(olds.policy, news.policy)) {
      await removeVersions(id, MAX_VERSIONS - 1, call);
      const request = { PolicyArn: id, PolicyDocument: text(news.policy), SetAsDefault: true };
      await client.iam({ what, operation: "CreatePolicyVersion" }, signal, (iam, options) =>
        iam.createPolicyVersion(request, options),
      );
    }
    const { set, removed } = tagChanges(olds, news, client);
    if (removed.length > 0) {
      await client.iam({ what, operation: "UntagPolicy" }, signal, (iam, options) =>
        iam.untagPolicy({ PolicyArn: id, TagKeys: removed }, options),
      );
    }
    if (set.length > 0) {
      await client.iam({ what, operation: "TagPolicy" }, signal, (iam, options) =>
        iam.tagPolicy({ PolicyArn: id, Tags: set }, options),
      );
    }
    return { ...(await describe(id, call)), ...kept(news) };
  },

  delete: (id, _last, call) => unlessMissing(remove(id, call)),
};

async function remove(PolicyArn: string, call: Call<AwsClient>): Promise<void> {
  await removeVersions(PolicyArn, 1, call);
  const attempt = { what: `deleting IAM Policy (${PolicyArn})`, operation: "DeletePolicy" };
  await call.client.iam(attempt, call.signal, (iam, options) => iam.deletePolicy({ PolicyArn }, options));
}

function kept(properties: Properties): Properties {
  return pick(properties, ["namePrefix", "delayAfterPolicyCreationInMs"]);
}

/** Removes the oldest versions that are not in force, until so many are left. */
async function removeVersions(
  PolicyArn: string,
  left: number,
  { client, signal }: Call<AwsClient>,
): Promise<void> {
  const what = `deleting IAM Policy (${PolicyArn}) version`;
  const { Versions = [] } = await client.iam(
    { what, operation: "ListPolicyVersions" },
    signal,
    (iam, options) => iam.listPolicyVersions({ PolicyArn }, options),
  );
  const number = (id: string | undefined): number => Number((id ?? "v0").slice(1));
  const idle = Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true);
  const oldest = idle.sort((a, b) => number(a.VersionId) - number(b.VersionId));
  for (const { VersionId = "" } of oldest.slice(0, Math.max(0, Versions.length - left))) {
    await client.iam({ what, operation: "DeletePolicyVersion" }, signal, (iam, options) =>
      iam.deletePolicyVersion({ PolicyArn, VersionId }, options),
    );
  }
}

async function describe(id: string, { client, signal }: Call<AwsClient>): Promise<Properties> {
  const what = `reading IAM Policy (${id})`;
  const { Policy } = await client.iam({ what, operation: "GetPolicy" }, signal, (iam, options) =>
    iam.getPolicy({ PolicyArn: id }, options),
  );
  const VersionId = Policy?.DefaultVersionId ?? "v1";
  const { PolicyVersion } = await client.iam(
    { what, operation: "GetPolicyVersion" },
    signal,
    (iam, options) => iam.getPolicyVersion({ PolicyArn: id, VersionId }, options),
  );
  return {
    ...withoutEmpty({ description: Policy?.Description }),
    arn: id,
    attachmentCount: Policy?.AttachmentCount ?? 0,
    name: Policy?.PolicyName ?? "",
    path: Policy?.Path ?? "/",
    policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
    policyId: Policy?.PolicyId ?? "",
    ...tagState(Policy?.Tags, client),
  };
}
