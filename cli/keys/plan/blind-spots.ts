import type { LogSummary } from "../cloudtrail/read-log";
import type { KeyUse } from "../use/key-use";
import type { SnapshotKey } from "../use/snapshot-keys";
import { prefixOf } from "./iam-actions";
import type { ObservedPolicy } from "./observed-policy";
import { LONGEST_INLINE, policyDocument } from "./observed-policy";

/**
 * Services whose use is mostly data events, which a trail records only if it is told to.
 *
 * Source: AWS, CloudTrail user guide, "Logging data events".
 */
const DATA_SERVICES: Readonly<Record<string, string>> = {
  s3: "reading and writing objects",
  dynamodb: "reading and writing items",
  lambda: "invoking functions",
  sqs: "sending and receiving messages",
  sns: "publishing messages",
  kinesis: "reading and writing records",
  bedrock: "invoking agents and flows",
};

/** A log of fewer days misses what runs each quarter, in days. */
const QUARTER = 92;

const DAY = 24 * 3_600_000;

/** What a plan cannot know, in sentences. */
export function blindSpots(
  use: KeyUse,
  log: LogSummary,
  policy: ObservedPolicy,
  known: SnapshotKey | undefined,
  skipped: number,
): string[] {
  const services = new Set(use.actions.map(({ source }) => prefixOf(source)));
  const withData = new Set([...use.dataSources].map(prefixOf));
  const withoutData = Object.keys(DATA_SERVICES).filter((service) => !withData.has(service));
  const unseen = withoutData.filter((service) => !services.has(service));
  const days = Math.ceil((Date.parse(log.last ?? "") - Date.parse(log.first ?? "")) / DAY);
  const length = JSON.stringify(policyDocument(policy)).length;
  const anyResource = policy.statements.filter(({ Resource }) => Resource.includes("*"));
  return [
    `The log has ${days} days, from ${log.first ?? "?"} to ${log.last ?? "?"}.${days < QUARTER ? " What runs each quarter or each year may be missing." : " What runs less often is missing."}`,
    ...withoutData
      .filter((service) => services.has(service))
      .map(
        (service) =>
          `The log has no data event of this key for ${service}: ${DATA_SERVICES[service] ?? ""} may be missing. Record data events, or add what the program does.`,
      ),
    ...(unseen.length === 0
      ? []
      : [
          `The log has no event of this key for ${unseen.join(", ")}. Calls to these services are mostly data events, which a trail records only if it is told to.`,
        ]),
    ...lastUseOf(known, use, services),
    ...anyResource.map(
      ({ Sid, Action }) =>
        `${Sid} has "Resource": "*", because the events name no resource or the actions take none: ${Action.join(", ")}. Narrow it where you can.`,
    ),
    ...(use.actions.some(
      ({ name, source }) => source === "s3.amazonaws.com" && /Copy$|^CopyObject$/.test(name),
    )
      ? ["A copy within S3 also reads its source. Add s3:GetObject on the bucket that is copied from."]
      : []),
    ...(services.has("sts")
      ? [
          "The key assumed roles. What their sessions did is not in the policy; their trust policies must let the new role in.",
        ]
      : []),
    ...(use.origins.aws > 0
      ? [
          `${use.origins.aws} calls were made by AWS services for the caller. They are in the policy: the caller needs the permission.`,
        ]
      : []),
    ...(skipped > 0
      ? [
          `${skipped} calls came from outside Azure. They are not in the policy: whoever makes them needs another login.`,
        ]
      : []),
    ...(use.otherActions > 0 ? [`${use.otherActions} calls of further actions are not in the policy.`] : []),
    ...(length > LONGEST_INLINE
      ? [
          `The policy has ${length} characters; a role's inline policies have at most ${LONGEST_INLINE}. Make it a managed policy.`,
        ]
      : []),
    "IAM keeps only the last service of a key, and CloudTrail records only some data events. Run both logins side by side, and look with keys verify.",
  ];
}

function lastUseOf(known: SnapshotKey | undefined, use: KeyUse, services: ReadonlySet<string>): string[] {
  if (known === undefined) {
    return ["No snapshot has this key, so nothing says what IAM knows of its last use."];
  }
  const { LastUsedDate, ServiceName } = known.LastUsed ?? {};
  if (LastUsedDate === undefined || ServiceName === undefined) {
    return [];
  }
  if (!services.has(ServiceName.toLowerCase())) {
    return [
      `IAM recorded a use of ${ServiceName} at ${LastUsedDate}. The log has no call of this service by this key.`,
    ];
  }
  return Date.parse(LastUsedDate) - Date.parse(use.calls.last) > DAY
    ? [`IAM recorded a use of ${ServiceName} at ${LastUsedDate}, after the last call in the log.`]
    : [];
}
