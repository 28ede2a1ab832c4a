import type { LogSummary } from "../cloudtrail/read-log";
import type { KeyHolder } from "../look-in/find-holders";
import type { TagsFile } from "../service-tags/service-tags";
import type { KeyUse } from "../use/key-use";
import type { SnapshotFacts } from "../use/snapshot-keys";
import { type Confidence, type FoundKey, foundKey } from "./found-key";

/** The version of the JSON report. It grows when a member changes its meaning or is removed. */
export const KEYS_REPORT_FORMAT = 1;

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

/**
 * Joins the keys of the snapshot with those of the log.
 *
 * @param snapshot - `undefined` if only the log is known.
 * @param strangers - How many keys of other accounts called resources of this account.
 */
export function keysReport(
  snapshot: SnapshotFacts | undefined,
  uses: ReadonlyMap<string, KeyUse>,
  log: LogSummary,
  serviceTags: readonly TagsFile[],
  strangers = 0,
): KeysReport {
  const known = snapshot?.keys ?? [];
  const inSnapshot = new Set(known.map(({ AccessKeyId }) => AccessKeyId));
  const keys = [
    ...known.map((key) => foundKey(key, uses.get(key.AccessKeyId), true)),
    ...[...uses.values()]
      .filter(({ keyId }) => !inSnapshot.has(keyId))
      .map((use) => foundKey(undefined, use, snapshot !== undefined)),
  ].sort(
    (a, b) =>
      SUREST.indexOf(a.confidence) - SUREST.indexOf(b.confidence) ||
      b.calls.total - a.calls.total ||
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
    notes: notesOf(snapshot, log, strangers),
  };
}

function notesOf(snapshot: SnapshotFacts | undefined, log: LogSummary, strangers: number): string[] {
  return [
    ...(snapshot === undefined
      ? ["Without a snapshot, keys that the log does not have are missing here."]
      : []),
    ...(snapshot?.redacted === true
      ? ["The snapshot is redacted, so its keys do not match those of the log."]
      : []),
    ...(snapshot?.incomplete ?? []).map((section) => `The snapshot does not have all of ${section}.`),
    ...(log.hasDataEvents || log.events === 0
      ? []
      : [
          "The log has no data events. A key that only reads or writes objects, items, or messages is not in it: see its last use by IAM.",
        ]),
    ...(strangers === 0
      ? []
      : [
          `${strangers} ${strangers === 1 ? "key" : "keys"} of other accounts called resources of this account. They are not listed: collect their accounts, or ask their owners.`,
        ]),
    ...(log.duplicates === 0
      ? []
      : [
          `${log.duplicates} events were in the log twice, because two trails recorded them. They count once.`,
        ]),
    ...(log.unreadCount === 0
      ? []
      : [`${log.unreadCount} ${log.unreadCount === 1 ? "file" : "files"} could not be read to the end.`]),
  ];
}
