/** The caveats of `keys plan`: uses that the log cannot show, and statements to check before you deploy. */
import { PROGRAM } from "../../command";
import { counted } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import { prefixOf } from "../use/iam-actions";
import type { KeyUse } from "../use/key-use";
import type { Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import type { ObservedPolicy } from "./observed-policy";
import { LONGEST_INLINE, policyDocument } from "./observed-policy";

/**
 * Services whose calls are mostly data events, which trails do not record by default.
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

/** How many days a log must cover to have a job that runs this often. Months and quarters count with their longest length. */
const RHYTHMS = [
  [1, "each day"],
  [7, "each week"],
  [31, "each month"],
  [92, "each quarter"],
  [366, "each year"],
] as const;

const DAY = 24 * 3_600_000;

/** What a plan cannot know, in sentences. */
export function blindSpots(
  use: KeyUse,
  log: LogSummary,
  policy: ObservedPolicy,
  known: SnapshotKey | undefined,
  skipped: number,
  unfollowed: Unfollowed,
): string[] {
  const uses = [use, ...use.sessions.map((session) => session.use)];
  const services = new Set(uses.flatMap(({ actions }) => actions.map(({ source }) => prefixOf(source))));
  const withData = new Set(uses.flatMap(({ dataSources }) => [...dataSources].map(prefixOf)));
  const withoutData = Object.keys(DATA_SERVICES).filter((service) => !withData.has(service));
  const unseen = withoutData.filter((service) => !services.has(service));
  const length = JSON.stringify(policyDocument(policy)).length;
  const anyResource = policy.statements.filter(({ Resource }) => Resource.includes("*"));
  return [
    spanOf(log),
    ...withoutData
      .filter((service) => services.has(service))
      .map(
        (service) =>
          `The log has no data event of this key for ${service}: ${DATA_SERVICES[service] ?? ""} may be missing. Record data events, or add what the program does.`,
      ),
    ...(unseen.length === 0
      ? []
      : [
          `The log has no event of this key for ${unseen.join(", ")}. Calls to these services are mostly data events, which trails do not record by default.`,
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
    ...(unfollowed.unnamed > 0
      ? [
          `The key began ${counted(unfollowed.unnamed, "session")} whose calls the log does not show. With Athena or CloudTrail Lake, add the column responseelements.`,
        ]
      : []),
    ...(unfollowed.lost > 0 || unfollowed.hasOverflowed
      ? ["The log has more sessions than are followed. Plan with a shorter time: give --since."]
      : []),
    ...(use.otherSessionCalls > 0
      ? [`Not in the evidence: ${counted(use.otherSessionCalls, "call")} of sessions of further roles.`]
      : []),
    ...(use.origins.aws > 0
      ? [
          `${counted(use.origins.aws, "call")} ${use.origins.aws === 1 ? "was" : "were"} made by AWS services for the caller. They are in the policy: the caller needs the permission.`,
        ]
      : []),
    ...(skipped > 0
      ? [
          skipped === 1
            ? "1 call came from outside Azure. It is not in the policy: its caller needs another login."
            : `${counted(skipped, "call")} came from outside Azure. They are not in the policy: their callers need another login.`,
        ]
      : []),
    ...(use.otherActions > 0
      ? [`Not in the policy: ${counted(use.otherActions, "call")} of further actions.`]
      : []),
    ...(length > LONGEST_INLINE
      ? [
          `The policy has ${length} characters; a role's inline policies have at most ${LONGEST_INLINE}. Make it a managed policy.`,
        ]
      : []),
    `IAM keeps only the last service of a key, and CloudTrail records only some data events. Run both logins side by side, and compare them with ${PROGRAM} keys verify.`,
  ];
}

/** How long the log is, and which jobs may run too rarely to be in it. */
function spanOf({ first = "?", last = "?" }: LogSummary): string {
  const days = (Date.parse(last) - Date.parse(first)) / DAY;
  const whole = Math.floor(days);
  const length = days < 1 ? "less than 1 day" : counted(whole, "whole day");
  const missing = RHYTHMS.filter(([needed]) => !(days >= needed)).map(([, rhythm]) => rhythm);
  const rest =
    missing.length === 0
      ? "What runs less often than each year may be missing."
      : `What runs ${missing.join(", ").replace(/, ([^,]*)$/, " or $1")} may be missing.`;
  return `The log has ${length}, from ${first} to ${last}. ${rest}`;
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
