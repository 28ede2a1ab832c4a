/** The CloudTrail event that the keys commands work with, whichever source it has. */
import { isObject, itemsOf } from "../../../trust";

/** The prefix of temporary keys. Source: IAM user guide, "IAM identifiers": "Unique ID prefixes". */
export const SESSION_PREFIX = "ASIA";

/**
 * An event of CloudTrail, as far as the commands about keys need it.
 *
 * Source: AWS, CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events" and "CloudTrail
 * userIdentity element".
 */
export interface TrailEvent {
  /** Two trails record a call with the same ID. Empty if the log has no IDs. */
  readonly id: string;
  /** When the request ended, in ISO 8601 and UTC, as the event says it. */
  readonly time: string;
  /** Such as `s3.amazonaws.com`. */
  readonly source: string;
  /** Such as `GetObject`. */
  readonly name: string;
  readonly region: string;
  /** An address, the DNS name of an AWS service, or `AWS Internal`. Empty if the event has none. */
  readonly address: string;
  readonly userAgent: string;
  /** The ID of the key that signed the request: of a user or of a session. Empty if there was none. */
  readonly keyId: string;
  /** `IAMUser`, `Root`, `AssumedRole`, or another type. */
  readonly identityType: string;
  readonly account: string;
  /** The account whose trail has the event; that of the caller if the event does not say. */
  readonly recipient: string;
  /** Whether the caller belongs to another account than the trail. */
  readonly isStranger: boolean;
  readonly userName: string;
  /** The role of a session; empty for others. */
  readonly roleArn: string;
  /** The AWS service that made the request for the caller; empty for none. */
  readonly invokedBy: string;
  readonly errorCode: string;
  /** Empty if the request came through no VPC endpoint. */
  readonly vpcEndpointId: string;
  readonly isDataEvent: boolean;
  /** The ARNs in `resources`, and the prefixes of ARNs. */
  readonly resources: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The ID of the temporary key that the call returned, such as `ASIA…` of `AssumeRole`. Empty if there is none. */
  readonly startedKeyId: string;
}

/**
 * Reads an event that is parsed JSON, as in a log file.
 *
 * @returns `undefined` if the value is not an event.
 */
export function readTrailEvent(value: unknown): TrailEvent | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { eventTime, eventSource, eventName } = value;
  if (typeof eventTime !== "string" || typeof eventSource !== "string" || typeof eventName !== "string") {
    return undefined;
  }
  const identity = isObject(value.userIdentity) ? value.userIdentity : {};
  const session = isObject(identity.sessionContext) ? identity.sessionContext : {};
  const issuer = isObject(session.sessionIssuer) ? session.sessionIssuer : {};
  const account = text(identity.accountId) || text(value.recipientAccountId);
  const recipient = text(value.recipientAccountId) || account;
  return {
    id: text(value.eventID),
    time: eventTime,
    source: eventSource,
    name: eventName,
    region: text(value.awsRegion),
    address: text(value.sourceIPAddress),
    userAgent: text(value.userAgent),
    keyId: text(identity.accessKeyId),
    identityType: text(identity.type),
    account,
    recipient,
    isStranger: recipient !== account,
    userName: text(identity.userName),
    roleArn: issuer.type === "Role" ? text(issuer.arn) : "",
    invokedBy: text(identity.invokedBy),
    errorCode: text(value.errorCode),
    vpcEndpointId: text(value.vpcEndpointId),
    isDataEvent: isDataEvent(text(value.eventCategory), value.managementEvent === false),
    resources: itemsOf(value.resources)
      .filter(isObject)
      .map((resource) => text(resource.ARN) || text(resource.arn) || text(resource.ARNPrefix))
      .filter((arn) => arn !== ""),
    parameters: isObject(value.requestParameters) ? value.requestParameters : {},
    startedKeyId: startedKeyOf(value.responseElements),
  };
}

/**
 * The ID of the temporary key in `responseElements`, whatever the case of its names: Athena and CloudTrail Lake may write them in lower
 * case.
 *
 * Source: IAM user guide, "Logging IAM and AWS STS API calls with AWS CloudTrail", "Example AWS STS API events in CloudTrail log":
 * `responseElements.credentials.accessKeyId`.
 */
export function startedKeyOf(response: unknown): string {
  return text(memberOf(memberOf(response, "credentials"), "accesskeyid"));
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value)
    ? Object.entries(value).find(([member]) => member.toLowerCase() === name)?.[1]
    : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * Whether an event is a data event. Network activity and Insights events are no management events either. Before version 1.07, events have
 * no category.
 *
 * Source: AWS, CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events": `eventCategory`.
 */
export function isDataEvent(category: string, isNoManagementEvent: boolean): boolean {
  return category === "Data" || (category === "" && isNoManagementEvent);
}
