import { counted } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { neededActions } from "../plan/iam-actions";
import { isDenied } from "../use/key-use";
import { LONGEST_SESSION, type Sessions, type Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { add, type Count, none } from "../use/tally";

/**
 * How far a call has moved. `role`: only the role makes it. `moved`: the role makes it, and the key is silent. `both`: both make it.
 * `key`: only the key makes it. `stopped`: the key is silent, and the role never made it.
 *
 * Another call of the role that needs the same IAM actions counts as the call: `HeadObject` and `GetObject` both need `s3:GetObject`.
 */
export type MoveState = "role" | "moved" | "both" | "key" | "stopped";

/** A call, by the key and by the role. */
export interface MovedCall {
  /** Such as `s3.amazonaws.com GetObject`. */
  readonly call: string;
  /** The IAM actions that it needs, such as `s3:GetObject`; empty if it needs none, or if they are not known. */
  readonly actions: readonly string[];
  readonly key: Readonly<Count> | undefined;
  /** By sessions that the key began. They stay valid when the key is gone, and cannot be renewed. */
  readonly sessions: Readonly<Count> | undefined;
  readonly role: Readonly<Count> | undefined;
  /** Calls of the role that AWS refused for lack of a permission. */
  readonly roleDenied: Readonly<Count> | undefined;
  readonly state: MoveState;
}

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

const DAY = 24 * 3_600_000;

/** How many different calls are kept. */
const MOST = 2_000;

interface Row {
  key: Count | undefined;
  sessions: Count | undefined;
  role: Count | undefined;
  roleDenied: Count | undefined;
}

/** Compares what a key and a role do, each with the sessions that it began. */
export class SideBySide {
  readonly #rows = new Map<string, Row>();
  #sessions: Count | undefined;
  #lastUse: string | undefined;
  #lastSessionUse: string | undefined;

  /** @param followed - The sessions of the key and of the role; `undefined` if the log has none. */
  constructor(
    private readonly keyId: string,
    private readonly roleArn: string,
    private readonly followed: Sessions | undefined,
  ) {}

  /** Takes an event, whosever it is. */
  add(event: TrailEvent): void {
    const { time, name, parameters, keyId } = event;
    const isDeniedCall = isDenied(event.errorCode);
    const root = this.followed?.of(keyId)?.root;
    if (keyId === this.keyId) {
      this.#lastUse = later(this.#lastUse, time);
      this.#count(event, isDeniedCall ? undefined : "key");
    } else if (root === this.keyId) {
      // A session of the role itself is the key's too, if the key began it.
      this.#lastSessionUse = later(this.#lastSessionUse, time);
      this.#count(event, isDeniedCall ? undefined : "sessions");
    } else if (event.roleArn === this.roleArn || root === this.roleArn) {
      this.#count(event, isDeniedCall ? "roleDenied" : "role");
    } else if (
      name === "AssumeRoleWithWebIdentity" &&
      parameters.roleArn === this.roleArn &&
      event.errorCode === ""
    ) {
      add((this.#sessions ??= none(time)), time);
    }
  }

  /**
   * Judges whether the key is ready to be retired: silent at the end of the log for as many days as are asked for, by the log and by IAM.
   *
   * @param known - The key in the snapshot; `undefined` without one.
   */
  verify(
    log: LogSummary,
    known: SnapshotKey | undefined,
    quietDays: number,
    unfollowed: Unfollowed,
  ): Verification {
    const end = log.last ?? "";
    const lastUse = [this.#lastUse, this.#lastSessionUse, known?.LastUsed?.LastUsedDate]
      .filter((time) => time !== undefined)
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1);
    const quietSince = Date.parse(end) - quietDays * DAY;
    const calls = [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([call, row]) => ({ call, actions: actionsOf(call), ...row }))
      .map((row, _, all) => ({ ...row, state: stateOf(row, isMadeByRole(row, all), quietSince) }));
    const silentFrom = Math.max(
      Date.parse(log.first ?? end),
      lastUse === undefined ? 0 : Date.parse(lastUse),
    );
    const silentDays = Math.max(0, Math.floor((Date.parse(end) - silentFrom) / DAY)) || 0;
    const lastSessionUse = this.#lastSessionUse;
    const facts = { calls, lastUse, lastSessionUse, silentDays, quietDays, known, log, unfollowed };
    const reasons = reasonsAgainst(facts);
    return {
      keyId: this.keyId,
      roleArn: this.roleArn,
      quietDays,
      calls,
      sessions: this.#sessions,
      lastUse,
      lastSessionUse,
      silentDays,
      isReady: reasons.length === 0,
      reasons,
      notes: notesOn(calls, known),
    };
  }

  #count({ source, name, time }: TrailEvent, column: keyof Row | undefined): void {
    const call = `${source} ${name}`;
    const row = this.#rows.get(call) ?? {
      key: undefined,
      sessions: undefined,
      role: undefined,
      roleDenied: undefined,
    };
    if (column === undefined || (!this.#rows.has(call) && this.#rows.size >= MOST)) {
      return;
    }
    this.#rows.set(call, row);
    add((row[column] ??= none(time)), time);
  }
}

/** The later of two times; `undefined` if there is none. */
function later(one: string | undefined, other: string): string;
function later(one: string | undefined, other: string | undefined): string | undefined;
function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function actionsOf(call: string): readonly string[] {
  const [source = "", name = ""] = call.split(" ");
  return neededActions(source, name, false).actions;
}

/** Whether the role made the call, or others that need the same actions. */
function isMadeByRole(
  { role, actions }: Omit<MovedCall, "state">,
  all: readonly Omit<MovedCall, "state">[],
): boolean {
  const made = new Set(all.filter((one) => one.role !== undefined).flatMap((one) => one.actions));
  return role !== undefined || (actions.length > 0 && actions.every((action) => made.has(action)));
}

function stateOf({ key, sessions }: Row, isMade: boolean, quietSince: number): MoveState {
  const last = [key?.last, sessions?.last].filter((time) => time !== undefined);
  if (last.length === 0) {
    return "role";
  }
  const isSilent = last.every((time) => Date.parse(time) <= quietSince);
  return isMade ? (isSilent ? "moved" : "both") : isSilent ? "stopped" : "key";
}

interface Facts extends Pick<
  Verification,
  "calls" | "lastUse" | "lastSessionUse" | "silentDays" | "quietDays"
> {
  readonly known: SnapshotKey | undefined;
  readonly log: LogSummary;
  readonly unfollowed: Unfollowed;
}

function reasonsAgainst(facts: Facts): string[] {
  const { calls, lastUse, lastSessionUse, silentDays, quietDays, known, log, unfollowed } = facts;
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
  if (!calls.some(({ role }) => role !== undefined)) {
    reasons.push("The log has no call of the role, so nothing shows that the workload uses it.");
  }
  const refused = calls.filter(
    ({ key, sessions, roleDenied }) => (key ?? sessions) !== undefined && roleDenied !== undefined,
  );
  for (const { call, role, roleDenied } of refused) {
    if (role === undefined || (roleDenied?.last ?? "") > role.last) {
      reasons.push(`AWS refused the role ${call} at ${roleDenied?.last ?? "?"}, which the key was allowed.`);
    }
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

function notesOn(calls: readonly MovedCall[], known: SnapshotKey | undefined): string[] {
  const stopped = calls.filter(({ state }) => state === "stopped");
  const ofKey = calls.filter(({ key, sessions }) => (key ?? sessions) !== undefined);
  return [
    ...(known?.LastUsed === undefined
      ? [
          "No snapshot says when IAM saw the key last. A trail records data events of chosen services only, and a use of the others would not show.",
        ]
      : []),
    ...stopped.map(
      ({ call, key, sessions }) =>
        `Only ${key === undefined ? "sessions of the key" : "the key"} made ${call}, the last time at ${later(key?.last, sessions?.last) ?? "?"}. Make sure that the role can, or that nothing needs it.`,
    ),
    ...(2 * stopped.length > ofKey.length
      ? [
          `The role made only ${ofKey.length - stopped.length} of the key's ${ofKey.length} kinds of calls. The key is silent, but most of its work has not moved to the role.`,
        ]
      : []),
  ];
}
