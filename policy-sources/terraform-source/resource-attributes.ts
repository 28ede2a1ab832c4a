import { hasMarks, isMark, unknownMark } from "../../trust";
import type { Expressions, Scope } from "./expressions";
import type { StandIns } from "./stand-ins";
import { type Body, ignoresChanges } from "./terraform-folder";

/** The module of a resource. */
interface OwnModule {
  readonly reading: { readonly expressions: Expressions; readonly standIns: StandIns };
  readonly valueOf: (argument: unknown, scope: Scope) => Promise<unknown>;
  readonly policyOf: (document: Body, scope: Scope) => Promise<unknown>;
}

/** A resource or data source of which an attribute is wanted. */
interface Referred {
  readonly module: OwnModule;
  readonly kind: "resource" | "data";
  readonly type: string;
  readonly address: string;
  readonly body: Body | undefined;
  readonly scope: Scope;
}

/** Attributes whose value the source or AWS's form of it gives; `undefined` for all others. */
export async function attributeOf(referred: Referred, attribute: string): Promise<unknown> {
  const { module, kind, type, address, body, scope } = referred;
  const { standIns, expressions } = module.reading;
  switch (`${kind} ${type}.${attribute}`) {
    case "data aws_caller_identity.account_id":
    case "data aws_caller_identity.id":
      return standIns.account(`${address}.account_id`);
    case "data aws_partition.partition":
    case "data aws_partition.id":
      return standIns.partition();
    case "data aws_partition.dns_suffix":
      return standIns.domain();
    case "data aws_iam_policy_document.json":
    case "data aws_iam_policy_document.minified_json":
      return body === undefined ? undefined : JSON.stringify(await module.policyOf(body, scope));
    case "data template_file.rendered": {
      const text = await module.valueOf(body?.template, scope);
      const names = await module.valueOf(body?.vars ?? {}, scope);
      return typeof text === "string" && !hasMarks(text) && typeof names === "object" && names !== null
        ? expressions.template(text, {
            ...scope,
            names: new Map(Object.entries(names)),
            resolve: () => Promise.resolve(undefined),
          })
        : undefined;
    }
    case "resource aws_iam_openid_connect_provider.client_id_list":
      return body === undefined || ignoresChanges(body, "client_id_list")
        ? undefined
        : module.valueOf(body.client_id_list, scope);
    case "resource aws_iam_openid_connect_provider.arn":
    case "resource aws_iam_openid_connect_provider.id":
    case "resource aws_iam_openid_connect_provider.url":
    case "data aws_iam_openid_connect_provider.arn":
    case "data aws_iam_openid_connect_provider.id":
    case "data aws_iam_openid_connect_provider.url":
      return provider(referred, attribute);
    case "resource aws_iam_role.arn":
    case "resource aws_iam_user.arn":
    case "data aws_iam_role.arn":
    case "data aws_iam_user.arn": {
      const path = body?.path === undefined ? "/" : await module.valueOf(body.path, scope);
      // IAM's paths, and only they, can have characters that mean something in a policy.
      return typeof path === "string" && /^[\w/.-]*$/.test(path)
        ? `arn:${standIns.partition()}:iam::${standIns.account(`account of ${address}`)}:${type.slice(8)}/${standIns.name(`${address}.name`)}`
        : undefined;
    }
    case "resource aws_eks_cluster.identity":
    case "data aws_eks_cluster.identity":
      return [{ oidc: [{ issuer: standIns.clusterIssuer(`${address}.identity[0].oidc[0].issuer`) }] }];
    default: {
      const argument = ARGUMENTS.get(`${kind} ${type}.${attribute}`);
      return argument === undefined || body?.[argument] === undefined || ignoresChanges(body, argument)
        ? undefined
        : module.valueOf(body[argument], scope);
    }
  }
}

/** Attributes that are an argument as it was given. The providers change nothing in it. */
const ARGUMENTS: ReadonlyMap<string, string> = new Map([
  ["data tls_certificate.url", "url"],
  ["resource azuread_application.identifier_uris", "identifier_uris"],
  ["resource azuread_application_identifier_uri.identifier_uri", "identifier_uri"],
  ["resource terraform_data.output", "input"],
]);

async function provider(
  { module, kind, address, body, scope }: Referred,
  attribute: string,
): Promise<unknown> {
  const { standIns } = module.reading;
  const arn = kind === "data" && body?.arn !== undefined ? await module.valueOf(body.arn, scope) : undefined;
  const url = await module.valueOf(body?.url, scope);
  if (arn !== undefined) {
    return attribute === "url"
      ? /^arn:.*?:oidc-provider\/(.*)$/.exec(typeof arn === "string" ? arn : "")?.[1]
      : arn;
  }
  const name =
    isMark(url) && !standIns.isText(url)
      ? unknownMark(`${address}.url`)
      : typeof url === "string"
        ? url.replace(/^https:\/\//, "")
        : undefined;
  if (name === undefined) {
    return undefined;
  }
  return attribute === "url"
    ? kind === "data"
      ? name
      : standIns.providerUrl(address, name)
    : standIns.providerArn(address, name);
}
