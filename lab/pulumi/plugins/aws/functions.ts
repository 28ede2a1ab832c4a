/** Functions of aws that programs call. */
import type { PluginFunction } from "../kernel/plugin";
import { pick, type Properties, text } from "../kernel/property-value";
import type { AwsClient } from "./aws-client";
import { oidcProviderState } from "./open-id-connect-provider";
import { renderPolicyDocument } from "./render-policy-document";
import { roleState } from "./role";

/** By token. */
export const awsFunctions: Readonly<Record<string, PluginFunction<AwsClient>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": async (_args, { client, signal }) => {
    const attempt = { what: "reading STS Caller Identity", operation: "GetCallerIdentity" };
    const caller = await client.sts(attempt, signal, (sts, options) => sts.getCallerIdentity({}, options));
    const accountId = caller.Account ?? "";
    return { accountId, arn: caller.Arn ?? "", id: accountId, userId: caller.UserId ?? "" };
  },

  "aws:index/getPartition:getPartition": (_args, { client }) => partitionOf(client.region),

  "aws:index/getRegion:getRegion": (args, { client }) => {
    const region = [args.region, args.name].find((given) => typeof given === "string") ?? client.region;
    return { description: region, endpoint: `ec2.${region}.amazonaws.com`, id: region, name: region, region };
  },

  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": async (args, { client, signal }) => {
    const what = "reading IAM OIDC Provider";
    const arn = typeof args.arn === "string" ? args.arn : await findByUrl(text(args.url), client, signal);
    const found = await client.iam(
      { what: `${what} (${arn})`, operation: "GetOpenIDConnectProvider" },
      signal,
      (iam, options) => iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }, options),
    );
    const state = oidcProviderState(arn, found, client);
    return { tags: {}, ...pick(state, ["arn", "clientIdLists", "tags", "thumbprintLists", "url"]), id: arn };
  },

  "aws:iam/getPolicyDocument:getPolicyDocument": renderPolicyDocument,

  // Source: hashicorp/terraform-provider-aws, internal/service/iam/role_data_source.go (source code).
  "aws:iam/getRole:getRole": async (args, { client, signal }) => {
    const name = text(args.name);
    const attempt = { what: `reading IAM Role (${name})`, operation: "GetRole" };
    const { Role: found } = await client.iam(attempt, signal, (iam, options) =>
      iam.getRole({ RoleName: name }, options),
    );
    return { permissionsBoundary: "", roleLastUseds: [], tags: {}, ...roleState(found, client), id: name };
  },

  "aws:iam/getRolePolicyAttachments:getRolePolicyAttachments": async (args, { client, signal }) => {
    const roleName = text(args.roleName);
    const attempt = {
      what: `reading IAM Role Policy Attachments (${roleName})`,
      operation: "ListAttachedRolePolicies",
    };
    const { AttachedPolicies = [] } = await client.iam(attempt, signal, (iam, options) =>
      iam.listAttachedRolePolicies({ RoleName: roleName }, options),
    );
    const attachedPolicies = AttachedPolicies.map(({ PolicyArn = "", PolicyName = "" }) => ({
      policyArn: PolicyArn,
      policyName: PolicyName,
    }));
    return { attachedPolicies, id: roleName, roleName };
  },
};

/** The partitions that the lab can play, by the beginning of their regions (AWS General Reference, "Service endpoints"). */
function partitionOf(region: string): Properties {
  const [partition, suffix] = region.startsWith("cn-")
    ? ["aws-cn", "amazonaws.com.cn"]
    : [region.startsWith("us-gov-") ? "aws-us-gov" : "aws", "amazonaws.com"];
  const reverseDnsPrefix = suffix.split(".").reverse().join(".");
  return { dnsSuffix: suffix, id: partition, partition, reverseDnsPrefix };
}

/** IAM looks providers up by ARN only, so the provider's own lookup by URL goes through the list. */
async function findByUrl(url: string, client: AwsClient, signal: AbortSignal): Promise<string> {
  const attempt = { what: "reading IAM OIDC Provider", operation: "ListOpenIDConnectProviders" };
  const { OpenIDConnectProviderList = [] } = await client.iam(attempt, signal, (iam, options) =>
    iam.listOpenIDConnectProviders({}, options),
  );
  const wanted = url.replace(/^https:\/\//, "");
  const found = OpenIDConnectProviderList.find(
    ({ Arn = "" }) => Arn.replace(/^.*?:oidc-provider\//, "") === wanted,
  );
  if (found?.Arn === undefined) {
    throw new Error(`finding IAM OIDC Provider by url (${url}): not found`);
  }
  return found.Arn;
}
