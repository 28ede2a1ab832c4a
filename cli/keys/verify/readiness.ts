import { counted } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import { changesAccess } from "../plan/iam-actions";
import { LONGEST_SESSION, type Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { type Count, later } from "../use/tally";
import { isNamed, type MovedCall, nameOf } from "./moved-call";

/** How many different calls of a key and a role are compared. */
export const MOST_CALLS = 2_000;

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
  readonly isReady: boolean;
  /** Why the key is not ready, in sentences. */
  readonly reasons: readonly string[];
  /** What to look at although it does not keep the key from being retired. */
  readonly notes: readonly string[];
}

/** What the readiness of a key depends on. */
export interface Facts extends Pick<
  Verification,
  "calls" | "lastUse" | "lastSessionUse" | "silentDays" | "quietDays"
> {
  readonly known: SnapshotKey | undefined;
  readonly log: LogSummary;
  readonly unfollowed: Unfollowed;
  /** Events of calls that are not compared. */
  readonly lost: number;
}

/** Why a key is not ready, in sentences. */
export function reasonsAgainst(facts: Facts): string[] {
  const { calls, lastUse, lastSessionUse, silentDays, quietDays, known, log, unfollowed, lost } = facts;
  const reasons: string[] = [];
  if (silentDays < quietDays) {
    const user = lastUse === lastSessionUse ? "A session of the key" : "The key";
    reasons.push(
      lastUse === undefined
        ? `The log has only ${counted(silentDays, "whole day")}. Expected ${quietDays} or more.`
        : `${user} was used at ${lastUse}, and the log ends at ${log.last ?? "?"}: ${counted(silentDays, "silent day")}. Expected ${quietDays} or more.`,
    );
  }
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
  const hours = Date.parse(log.last ?? "") - Date.parse(log.first ?? "");
  if (silentDays >= quietDays && hours < LONGEST_SESSION) {
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
  const refused = calls.filter(
    ({ key, sessions, roleDenied }) => (key ?? sessions) !== undefined && roleDenied !== undefined,
  );
  for (const row of refused) {
    const { role, roleDenied } = row;
    if (role === undefined || (roleDenied?.last ?? "") > role.last) {
      reasons.push(
        `AWS refused the role ${nameOf(row)} at ${roleDenied?.last ?? "?"}, which the key was allowed.`,
      );
    }
  }
  const stopped = calls.filter((row) => row.state === "stopped" && !refused.includes(row));
  reasons.push(...(isUsed ? stopped.map(notMoved) : []));
  if (lost > 0) {
    reasons.push(
      `The log has more than ${MOST_CALLS} different calls of the key and the role. ${counted(lost, "call")} of others ${lost === 1 ? "is" : "are"} not compared.`,
    );
  }
  if (known?.LastUsed === undefined && !log.hasDataEvents) {
    reasons.push(
      "The log has no data events, and no snapshot says when IAM saw the key last. A key that only reads or writes data would seem silent.",
    );
  }
  if (log.unreadCount > 0) {
    reasons.push(
      `${counted(log.unreadCount, "file")} could not be read to the end, so calls may be missing.`,
    );
  }
  return reasons;
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
export function notesOn(
  calls: readonly MovedCall[],
  known: SnapshotKey | undefined,
  notNeeded: readonly string[],
): string[] {
  const unmatched = notNeeded.filter(
    (name) => !calls.some((row) => row.state === "not-needed" && isNamed(row, name)),
  );
  return [
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
