/** The reasons, unknowns, and notes by which `keys verify` decides whether a key can be retired. */
import { counted } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import { changesAccess } from "../use/iam-actions";
import { LONGEST_SESSION, type Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { type Count, later } from "../use/tally";
import { isNamed, type MovedCall, nameOf } from "./moved-call";
import type { Silence } from "./silence";

/** How many days ago a log may end at least, whatever the quiet days are. It takes a while to copy one. */
const FRESH_DAYS = 14;

/** How many different calls of a key and a role are compared. */
export const MOST_CALLS = 2_000;

/** What `--not-needed` names if the workload reads and writes no data of services such as S3. */
const DATA_CALLS = "data calls";

/** Whether a key can be retired. */
export interface Verification {
  readonly keyId: string;
  readonly roleArn: string;
  readonly quietDays: number;
  readonly calls: readonly MovedCall[];
  /** Sessions that began with a token of Entra. */
  readonly sessions: Readonly<Count> | undefined;
  /** The last use of the key that the log or IAM knows; `undefined` if they know of none. */
  readonly lastUse: string | undefined;
  /** The last use of a session that the key began; `undefined` if the log has none. */
  readonly lastSessionUse: string | undefined;
  /** How many whole days the key and its sessions are silent at the end of the log. */
  readonly silentDays: number;
  /** `cannot-tell`: nothing speaks against it, but the log does not have all that it takes. Such a key is not ready either. */
  readonly state: "ready" | "not-ready" | "cannot-tell";
  readonly isReady: boolean;
  /** Why the key is not ready, in sentences. */
  readonly reasons: readonly string[];
  /** What the log does not show, in sentences. */
  readonly cannotTell: readonly string[];
  /** What to look at although it does not keep the key from being retired. */
  readonly notes: readonly string[];
}

/** What the readiness of a key depends on. */
export interface Facts extends Pick<
  Verification,
  "keyId" | "calls" | "lastUse" | "lastSessionUse" | "quietDays"
> {
  /** Whether it is a key of the root user. */
  readonly isRoot: boolean;
  /** When the snapshot was taken, if it has all keys of the key's account but not this one. */
  readonly absentSince: string | undefined;
  /** Whether the log has a use that the date of the snapshot should show, and does not. */
  readonly isOutdated: boolean;
  /** Up to when events were read, if `--until` leaves some out. */
  readonly until: string | undefined;
  /** How many whole days ago the log and IAM's date end. */
  readonly unknownDays: number;
  readonly silence: Silence;
  readonly known: SnapshotKey | undefined;
  readonly log: LogSummary;
  /** The accounts of the key of which the log has no data event. */
  readonly dataAccounts: readonly string[];
  /** Whether the log has more accounts, regions, and days than are remembered. */
  readonly isCoverageFull: boolean;
  readonly unfollowed: Unfollowed;
  /** Events of calls that are not compared. */
  readonly lost: number;
  /** Refusals of the role that are not compared. */
  readonly lostRefusals: number;
  readonly notNeeded: readonly string[];
}

/** Why a key is not ready, in sentences. */
export function reasonsAgainst(facts: Facts): string[] {
  const { calls, unfollowed } = facts;
  const reasons = [...againstSilence(facts)];
  if (unfollowed.lost > 0 || unfollowed.hasOverflowed) {
    reasons.push(
      "The log has more sessions than are followed, so a session of the key may be in use. Give --since to read a shorter time.",
    );
  }
  if (unfollowed.unnamed > 0) {
    reasons.push(
      `The key began ${counted(unfollowed.unnamed, "session")} whose key ID the log does not have, so their calls are not known. With Athena or CloudTrail Lake, add the column responseelements.`,
    );
  }
  if (facts.isRoot) {
    reasons.push(
      "It is a key of the root user. IAM does not list it, and keys retire cannot change it. Move the workload, and delete the key as the root user.",
    );
  }
  const { log, silence, quietDays } = facts;
  const hours = Date.parse(log.last ?? "") - Date.parse(log.first ?? "");
  if (silence.days >= quietDays && hours < LONGEST_SESSION) {
    reasons.push(
      "The log has fewer than 36 hours. A session that the key began before may be in use: sessions last up to 36 hours.",
    );
  }
  if (!calls.some(({ key, sessions }) => (key ?? sessions) !== undefined)) {
    reasons.push(
      "The log has no call of the key that AWS carried out, so nothing says what the role must do. Check the ID of the key, and give a log that begins before the workload moved.",
    );
  }
  const isUsed = calls.some(({ role }) => role !== undefined);
  if (!isUsed) {
    reasons.push("The log has no call of the role, so nothing shows that the workload uses it.");
  }
  const refused = calls.filter((row) => (row.key ?? row.sessions) !== undefined && row.refused !== undefined);
  reasons.push(...refused.map(refusalOf));
  const stopped = calls.filter((row) => row.state === "stopped" && !refused.includes(row));
  reasons.push(...(isUsed ? stopped.map(notMoved) : []));
  if (log.unreadCount > 0) {
    reasons.push(
      `${counted(log.unreadCount, "file")} could not be read to the end, so calls may be missing.`,
    );
  }
  return reasons;
}

/** Why the key is not silent long enough; nothing if the log cannot tell. */
function againstSilence({ silence, quietDays, lastUse, lastSessionUse, log }: Facts): string[] {
  if (silence.days >= quietDays || silence.cannotTell.length > 0) {
    return [];
  }
  const user = lastUse === lastSessionUse ? "A session of the key" : "The key";
  return [
    lastUse === undefined
      ? `The log has only ${counted(silence.days, "whole day")}. Expected ${quietDays} or more.`
      : `${user} was used at ${lastUse}, and the log ends at ${log.last ?? "?"}: ${counted(silence.days, "silent day")}. Expected ${quietDays} or more.`,
  ];
}

/** What the log does not show although the answer depends on it, in sentences. */
export function unknownFacts(facts: Facts): string[] {
  const { silence, log, known, dataAccounts, isCoverageFull, lost, lostRefusals, notNeeded } = facts;
  const unknown = [...silence.cannotTell];
  const { keyId, isRoot, absentSince, unknownDays, quietDays, until } = facts;
  if (until !== undefined) {
    unknown.push(
      `--until leaves out what the log has from ${until} on, and the key may be used there. Omit --until.`,
    );
  }
  if (absentSince !== undefined && !isRoot) {
    unknown.push(
      `The snapshot of ${absentSince} has all access keys of the account, and not ${keyId}: it was deleted before, or created later. Check the ID, or take a new snapshot.`,
    );
  }
  if (unknownDays > Math.max(quietDays, FRESH_DAYS)) {
    unknown.push(
      `The log ends at ${log.last ?? "?"}, ${counted(unknownDays, "day")} ago, so it does not show whether the key was used since. Copy the newest log files.`,
    );
  }
  if (log.future !== undefined) {
    const { events, last } = log.future;
    unknown.push(
      `${counted(events, "event")} of the log ${events === 1 ? "is" : "are"} dated after now, up to ${last}: the log is damaged, or the clock of this machine is wrong.`,
    );
  }
  if (isCoverageFull) {
    unknown.push(
      "The log has more accounts, regions, and days than are remembered. Give --since, or fewer folders.",
    );
  }
  if (
    (known?.LastUsed === undefined || facts.isOutdated) &&
    (!log.hasDataEvents || dataAccounts.length > 0)
  ) {
    unknown.push(
      `The log has no data events${ofAccounts(dataAccounts)}, and no snapshot ${facts.isOutdated ? "that fits the log " : ""}says when IAM saw the key last. A key that only reads or writes data would seem silent.`,
    );
  }
  if ((!log.hasDataEvents || dataAccounts.length > 0) && !notNeeded.includes(DATA_CALLS)) {
    unknown.push(
      `The log has no data events${ofAccounts(dataAccounts)}, so calls that read or write data were not compared, such as those of objects in S3, items in DynamoDB, and messages in SQS. Nothing shows that the role can make them. Record data events in the trail. If the workload makes no such calls: --not-needed "${DATA_CALLS}"`,
    );
  }
  if (lost > 0) {
    unknown.push(
      `The log has more than ${MOST_CALLS} different calls of the key and the role. ${counted(lost, "call")} of others ${lost === 1 ? "is" : "are"} not compared.`,
    );
  }
  if (lostRefusals > 0) {
    unknown.push(
      `The role called more different objects than are remembered. ${counted(lostRefusals, "refused call")} ${lostRefusals === 1 ? "is" : "are"} not compared with later ones. Give --since to read a shorter time.`,
    );
  }
  return unknown;
}

function ofAccounts(accounts: readonly string[]): string {
  const named = [...new Set(accounts)].filter((one) => one !== "");
  return named.length === 0 ? "" : ` of account ${named.join(", ")}`;
}

function refusalOf(row: MovedCall): string {
  const { at = "?", what = "" } = row.refused ?? {};
  const isElsewhereAllowed = what !== "" && row.role !== undefined && row.role.last > at;
  return `AWS refused the role ${nameOf(row)} at ${at}, which the key was allowed.${
    isElsewhereAllowed
      ? ` It was for ${what}, and no later call for the same object or folder succeeded.`
      : ""
  }`;
}

/** Why a call that the role never made keeps the key from being ready, and what to do. */
function notMoved(row: MovedCall): string {
  const { key, sessions, actions } = row;
  const user = key === undefined ? "sessions of the key" : "the key";
  const name = nameOf(row);
  return `Only ${user} made ${name}, the last time at ${later(key?.last, sessions?.last) ?? "?"}. ${
    actions.some(changesAccess)
      ? "A workload should not be able to, so find out who did, and how they do it without the key."
      : "Make sure that the role can."
  } If nothing needs it: --not-needed "${name}"`;
}

/** What to look at although it does not keep the key from being retired, in sentences. */
export function notesOn({
  calls,
  known,
  log,
  dataAccounts,
  notNeeded,
  isOutdated,
  lastUse,
}: Facts): string[] {
  const unmatched = notNeeded.filter((name) =>
    name === DATA_CALLS
      ? log.hasDataEvents && dataAccounts.length === 0
      : !calls.some((row) => row.state === "not-needed" && isNamed(row, name)),
  );
  return [
    ...(isOutdated
      ? [
          `The snapshot has ${known?.LastUsed?.LastUsedDate ?? "no date"} as the last use, and the log has ${lastUse ?? "?"}. So IAM's date is no evidence of silence.`,
        ]
      : []),
    ...(known?.LastUsed === undefined
      ? [
          "No snapshot says when IAM saw the key last. A trail records data events of chosen services only, and a use of the others would not show.",
        ]
      : []),
    ...unmatched.map(
      (name) =>
        `No call that stopped is named ${JSON.stringify(name)}, so --not-needed has no effect for it.`,
    ),
  ];
}
