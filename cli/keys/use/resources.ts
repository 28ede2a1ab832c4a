/** Derives the ARNs that a call used, for the policy of `keys plan` and the comparison of `keys verify`. */
import { stringsIn } from "../../../trust";
import type { TrailEvent } from "../cloudtrail/trail-event";

/** The resource of events that name none. */
export const ANY_RESOURCE = "*";

/** The longest ARN that is kept, in characters. Source: IAM and the services' API references have at most 2048. */
const LONGEST = 2048;

type Parameters = Readonly<Record<string, unknown>>;

/** More resources of one call than this are not listed. */
const MOST = 20;

/** Builds the ARN of a resource from a request. @returns `undefined` if the request lacks a part of it. */
type ArnOf = (parameters: Parameters, event: TrailEvent) => string | undefined;

/**
 * The ARNs of resources that requests name by their parameters. The forms are those of the Service Authorization Reference, "Resource
 * types defined by …", of each service.
 */
const BY_PARAMETER: Readonly<Record<string, ArnOf>> = {
  "dynamodb.amazonaws.com": ({ tableName }, event) =>
    named(tableName, (name) => arn(event, "dynamodb", `table/${name}`)),
  "sqs.amazonaws.com": ({ queueUrl }, event) => {
    const [, account, name] = /\/(\d{12})\/([\w.-]+)$/.exec(textOf(queueUrl)) ?? [];
    return account === undefined || name === undefined
      ? undefined
      : `arn:${partition(event)}:sqs:${event.region}:${account}:${name}`;
  },
  "sns.amazonaws.com": ({ topicArn }) => arnIn(topicArn),
  "kinesis.amazonaws.com": ({ streamARN, streamName }, event) =>
    arnIn(streamARN) ?? named(streamName, (name) => arn(event, "kinesis", `stream/${name}`)),
  "secretsmanager.amazonaws.com": ({ secretId }, event) =>
    // Secrets Manager adds six characters to the name. Source: Secrets Manager user guide, "Authentication and access control".
    arnIn(secretId) ?? named(secretId, (name) => arn(event, "secretsmanager", `secret:${name}-??????`)),
  "ssm.amazonaws.com": ({ name, names }, event) => {
    const all = [...stringsIn(name), ...stringsIn(names)];
    const [only] = all;
    return only === undefined || all.length > 1
      ? undefined
      : (arnIn(only) ?? named(only, (path) => arn(event, "ssm", `parameter/${path.replace(/^\//, "")}`)));
  },
  "lambda.amazonaws.com": ({ functionName }, event) =>
    arnIn(functionName) ?? named(functionName, (name) => arn(event, "lambda", `function:${name}`)),
  "logs.amazonaws.com": ({ logGroupName }, event) =>
    named(logGroupName, (name) => arn(event, "logs", `log-group:${name}:*`)),
  "ecr.amazonaws.com": ({ repositoryName }, event) =>
    named(repositoryName, (name) => arn(event, "ecr", `repository/${name}`)),
  "states.amazonaws.com": ({ stateMachineArn }) => arnIn(stateMachineArn),
  "events.amazonaws.com": ({ eventBusName }, event) =>
    arnIn(eventBusName) ?? named(eventBusName, (name) => arn(event, "events", `event-bus/${name}`)),
  "sts.amazonaws.com": ({ roleArn }) => arnIn(roleArn),
  "s3.amazonaws.com": ({ bucketName, key }, event) =>
    typeof bucketName !== "string" || bucketName === ""
      ? undefined
      : `arn:${partition(event)}:s3:::${bucketName}${typeof key === "string" && key !== "" ? "/*" : ""}`,
};

/**
 * The resources of a call, as a policy would name them. Objects of a bucket are all its objects: a workload that reads today's file
 * reads tomorrow's under another name.
 *
 * @returns {@link ANY_RESOURCE} alone if the event names none that is known; nothing if it names what cannot exist.
 */
export function resourcesOf(event: TrailEvent): readonly string[] {
  // An event's source may be the name of a member of every object, such as toString.
  const named = Object.hasOwn(BY_PARAMETER, event.source)
    ? BY_PARAMETER[event.source]?.(event.parameters, event)
    : undefined;
  const found = named === undefined ? fromResources(event) : [named];
  if (found.some((one) => one.length > LONGEST || hasWildcard(one, event))) {
    // No resource has such a name. The caller may want to widen the policy.
    return [];
  }
  return found.length > 0 && found.length <= MOST ? found : [ANY_RESOURCE];
}

function fromResources({ source, resources }: TrailEvent): readonly string[] {
  if (source === "s3.amazonaws.com") {
    const objects = resources.flatMap((one) => /^(arn:[\w-]+:s3:::[^/]+)\/./.exec(one)?.[1] ?? []);
    const buckets = resources.filter((one) => /^arn:[\w-]+:s3:::[^/]+$/.test(one));
    return [...new Set(objects.length > 0 ? objects.map((bucket) => `${bucket}/*`) : buckets)];
  }
  const service = source.split(".")[0];
  return [...new Set(resources.filter((one) => one.startsWith("arn:") && one.split(":")[2] === service))];
}

/** A name with a wildcard would open more than was used. */
function hasWildcard(arnText: string, { source }: TrailEvent): boolean {
  const name = source === "logs.amazonaws.com" ? arnText.replace(/:\*$/, "") : arnText;
  const rest = source === "s3.amazonaws.com" ? name.replace(/\/\*$/, "") : name.replace(/-\?{6}$/, "");
  return /[*?$]/.test(rest);
}

function named(value: unknown, make: (name: string) => string): string | undefined {
  const name = textOf(value);
  return name === "" ? undefined : (arnIn(name) ?? make(name));
}

function arnIn(value: unknown): string | undefined {
  const text = textOf(value);
  return /^arn:aws[a-z-]*:[a-z0-9-]+:/.test(text) ? text : undefined;
}

function arn(event: TrailEvent, service: string, rest: string): string {
  return `arn:${partition(event)}:${service}:${event.region}:${event.account}:${rest}`;
}

/** Source: AWS General Reference, "Amazon Resource Names": the partitions and their regions. */
function partition({ region }: TrailEvent): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
