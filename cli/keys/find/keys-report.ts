/** The result of `keys find`, from which every format is rendered: keys by origin, and notes on gaps in the data. */
import { counted, numeral } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import type { KeyHolder } from "../look-in/find-holders";
import type { TagsFile } from "../service-tags/service-tags";
import type { KeyUse } from "../use/key-use";
import type { SnapshotFacts } from "../use/snapshot-keys";
import { type Confidence, type FoundKey, foundKey } from "./found-key";

/** The version of the JSON report. It grows when a member changes its meaning or is removed. */
const KEYS_REPORT_FORMAT = 1;

/** Everything that `keys find` found. */
export interface KeysReport {
  readonly format: typeof KEYS_REPORT_FORMAT;
  readonly snapshotAt: string | undefined;
  readonly log: LogSummary;
  readonly serviceTags: readonly TagsFile[];
  /** Keys that are used from Azure: the surest first, then the most used. */
  readonly azure: readonly FoundKey[];
  /** Keys whose calls show other addresses only. */
  readonly elsewhere: readonly FoundKey[];
  /** Keys whose calls show no address. */
  readonly unknown: readonly FoundKey[];
  /** Keys of the snapshot that the log does not have. */
  readonly notInLog: readonly FoundKey[];
  /** Accounts whose root user has an active access key. */
  readonly rootKeys: readonly string[];
  /** Workloads that have the ID of a key; `undefined` if nobody looked. */
  readonly holders?: readonly KeyHolder[];
  /** What is missing, in sentences. */
  readonly notes: readonly string[];
}

const SUREST: readonly (Confidence | undefined)[] = ["high", "medium", "low", undefined];

/** What the log has and the report does not. */
export interface Unreported {
  /** How many keys of other accounts called resources of this account. */
  readonly strangers: number;
  /** How many sessions of keys were too many to follow. */
  readonly lostSessions: number;
  /** How many sessions began of which the log does not show what they did. */
  readonly unseenSessions: number;
  /** Whether there were too many sessions that began sessions. */
  readonly chainsLost: boolean;
}

/**
 * Joins the keys of the snapshot with those of the log.
 *
 * @param snapshot - `undefined` if only the log is known.
 */
export function keysReport(
  snapshot: SnapshotFacts | undefined,
  uses: ReadonlyMap<string, KeyUse>,
  log: LogSummary,
  serviceTags: readonly TagsFile[],
  unreported: Unreported,
): KeysReport {
  const known = snapshot?.keys ?? [];
  const inSnapshot = new Set(known.map(({ AccessKeyId }) => AccessKeyId));
  const keys = [
    ...known.map((key) => foundKey(key, uses.get(key.AccessKeyId), snapshot)),
    ...[...uses.values()]
      .filter(({ keyId }) => !inSnapshot.has(keyId))
      .map((use) => foundKey(undefined, use, snapshot)),
  ].sort(
    (a, b) =>
      SUREST.indexOf(a.confidence) - SUREST.indexOf(b.confidence) ||
      callsOf(b) - callsOf(a) ||
      (a.keyId < b.keyId ? -1 : 1),
  );
  const of = (origin: FoundKey["origin"]): FoundKey[] => keys.filter((key) => key.origin === origin);
  return {
    format: KEYS_REPORT_FORMAT,
    snapshotAt: snapshot?.at,
    log,
    serviceTags,
    azure: of("azure"),
    elsewhere: of("elsewhere"),
    unknown: of("unknown"),
    notInLog: of("not-in-log"),
    rootKeys: snapshot?.rootKeys ?? [],
    notes: notesOf(snapshot, log, unreported),
  };
}

/** The calls of a key and its sessions. */
function callsOf({ calls, sessions }: FoundKey): number {
  return sessions.reduce((sum, session) => sum + session.calls.total, calls.total);
}

function notesOf(
  snapshot: SnapshotFacts | undefined,
  log: LogSummary,
  { strangers, lostSessions, unseenSessions, chainsLost }: Unreported,
): string[] {
  return [
    ...(snapshot === undefined
      ? ["Without a snapshot, keys that the log does not have are missing here."]
      : []),
    ...(snapshot?.redacted === true
      ? ["The snapshot is redacted, so its keys do not match those of the log."]
      : []),
    ...(snapshot?.incomplete ?? []).map((section) => `The snapshot does not have all of ${section}.`),
    ...(log.hasDataEvents || log.inPeriod === 0
      ? []
      : [
          "The log has no data events. A key that only reads or writes objects, items, or messages is not in it: see its last use by IAM.",
        ]),
    ...(strangers === 0
      ? []
      : [
          `${counted(strangers, "key")} of other accounts called resources of this account. They are not listed: collect their accounts, or ask their owners.`,
        ]),
    ...(unseenSessions === 0
      ? []
      : [
          `Keys began ${counted(unseenSessions, "session")} whose calls are not known here. Read log files of all regions; with Athena or CloudTrail Lake, add the column responseelements.`,
        ]),
    ...(lostSessions === 0
      ? []
      : [
          `Keys began ${counted(lostSessions, "session")} more than are followed. Give --since to read a shorter time.`,
        ]),
    ...(chainsLost
      ? [
          "The log has more sessions that began sessions than are followed. Give --since to read a shorter time.",
        ]
      : []),
    ...(log.duplicates === 0
      ? []
      : [
          log.duplicates === 1
            ? "1 event was in the log twice, because two trails recorded it. It counts once."
            : `${numeral(log.duplicates)} events were in the log twice, because two trails recorded them. They count once.`,
        ]),
    ...(log.unreadCount === 0 ? [] : [`${counted(log.unreadCount, "file")} could not be read to the end.`]),
  ];
}
