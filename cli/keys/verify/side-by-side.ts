import { counted } from "../../report/counted";
import type { LogSummary } from "../cloudtrail/read-log";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { changesAccess, neededActions, resourceFor, staysWithKey } from "../plan/iam-actions";
import { isDenied } from "../use/key-use";
import { ANY_RESOURCE, resourcesOf } from "../use/resources";
import { LONGEST_SESSION, type Sessions, type Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { add, type Count, none } from "../use/tally";

/**
 * How far a call has moved. `role`: only the role makes it. `moved`: the role makes it, and the key is silent. `both`: both make it.
 * `key`: only the key makes it. `stopped`: the key is silent, and the role never made it. `not-needed`: the same, and the user says
 * that nothing needs it, or the role need not make it.
 *
 * Another call of the role that needs the same IAM actions counts as the call: `HeadObject` and `GetObject` both need `s3:GetObject`.
 */
export type MoveState = "role" | "moved" | "both" | "key" | "stopped" | "not-needed";

/** A call on a resource, by the key and by the role. */
export interface MovedCall {
  /** Such as `s3.amazonaws.com GetObject`. */
  readonly call: string;
  /** The resource as a policy names it, such as `arn:aws:s3:::orders/*`; `*` if the events do not say. */
  readonly resource: string;
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

/** How many different calls are kept, and how many resources of each. Further resources of a call are compared together. */
const MOST = { calls: 2_000, resources: 100 } as const;

interface Row {
  readonly call: string;
  readonly resource: string;
  key: Count | undefined;
  sessions: Count | undefined;
  role: Count | undefined;
  roleDenied: Count | undefined;
}

/** Compares what a key and a role do, each with the sessions that it began. */
export class SideBySide {
  /** By the call, then by the resource. */
  readonly #rows = new Map<string, Map<string, Row>>();
  #lost = 0;
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
   * Judges whether the key is ready to be retired: silent at the end of the log for as many days as are asked for, by the log and by
   * IAM, while the role makes each call that the key made.
   *
   * @param known - The key in the snapshot; `undefined` without one.
   * @param notNeeded - Calls that need not move, as {@link nameOf} has them, with or without their resources.
   */
  verify(
    log: LogSummary,
    known: SnapshotKey | undefined,
    quietDays: number,
    unfollowed: Unfollowed,
    notNeeded: readonly string[],
  ): Verification {
    const end = log.last ?? "";
    const lastUse = [this.#lastUse, this.#lastSessionUse, known?.LastUsed?.LastUsedDate]
      .filter((time) => time !== undefined)
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1);
    const quietSince = Date.parse(end) - quietDays * DAY;
    const rows = [...this.#rows.values()]
      .flatMap((ofCall) => [...ofCall.values()])
      .map((row) => ({ ...row, actions: actionsOf(row.call) }))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const made = madeByRole(rows);
    const calls = rows.map((row) => ({
      ...row,
      state: stateOf(row, made, quietSince, notNeeded, this.roleArn),
    }));
    const silentFrom = Math.max(
      Date.parse(log.first ?? end),
      lastUse === undefined ? 0 : Date.parse(lastUse),
    );
    const silentDays = Math.max(0, Math.floor((Date.parse(end) - silentFrom) / DAY)) || 0;
    const lastSessionUse = this.#lastSessionUse;
    const lost = this.#lost;
    const facts = { calls, lastUse, lastSessionUse, silentDays, quietDays, known, log, unfollowed, lost };
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
      notes: notesOn(calls, known, notNeeded),
    };
  }

  #count(event: TrailEvent, column: "key" | "sessions" | "role" | "roleDenied" | undefined): void {
    if (column === undefined) {
      return;
    }
    const call = `${event.source} ${event.name}`;
    const ofCall = this.#rows.get(call) ?? new Map<string, Row>();
    if (!this.#rows.has(call)) {
      if (this.#rows.size >= MOST.calls) {
        this.#lost++;
        return;
      }
      this.#rows.set(call, ofCall);
    }
    const named = resourcesOf(event);
    for (const name of named.length === 0 ? [ANY_RESOURCE] : named) {
      const comparable = name.replace(SECRET_SUFFIX, "-??????");
      const resource = ofCall.has(comparable) || ofCall.size < MOST.resources ? comparable : ANY_RESOURCE;
      const row = ofCall.get(resource) ?? {
        call,
        resource,
        key: undefined,
        sessions: undefined,
        role: undefined,
        roleDenied: undefined,
      };
      ofCall.set(resource, row);
      add((row[column] ??= none(event.time)), event.time);
    }
  }
}

/**
 * The end of a secret's ARN, which a program may give or leave out. Source: Secrets Manager user guide, "What's in a Secrets Manager
 * secret?".
 */
const SECRET_SUFFIX = /(?<=:secretsmanager:.*)-(?:\w{6}|\?{6})$/;

/** The name of a call on a resource for people, such as `s3 GetObject orders/*`. */
export function nameOf({ call, resource }: Pick<MovedCall, "call" | "resource">): string {
  const short = call.replace(".amazonaws.com ", " ");
  return resource === ANY_RESOURCE ? short : `${short} ${resource.split(":").slice(5).join(":")}`;
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

/** What the role made: calls on resources, and IAM actions on resources. */
function madeByRole(rows: readonly Omit<MovedCall, "state">[]): ReadonlySet<string> {
  return new Set(
    rows
      .filter(({ role }) => role !== undefined)
      .flatMap((row) => [
        `${row.call} ${row.resource}`,
        ...row.actions.map((action) => `${action} ${resourceFor(action, row.resource)}`),
      ]),
  );
}

function isMade({ call, resource, actions }: Omit<MovedCall, "state">, made: ReadonlySet<string>): boolean {
  return (
    made.has(`${call} ${resource}`) ||
    (actions.length > 0 && actions.every((action) => made.has(`${action} ${resourceFor(action, resource)}`)))
  );
}

function stateOf(
  row: Omit<MovedCall, "state">,
  made: ReadonlySet<string>,
  quietSince: number,
  notNeeded: readonly string[],
  roleArn: string,
): MoveState {
  const last = [row.key?.last, row.sessions?.last].filter((time) => time !== undefined);
  if (last.length === 0) {
    return "role";
  }
  const isSilent = last.every((time) => Date.parse(time) <= quietSince);
  if (isMade(row, made)) {
    return isSilent ? "moved" : "both";
  }
  if (!isSilent) {
    return "key";
  }
  const [source = "", name = ""] = row.call.split(" ");
  const staysBehind = staysWithKey(source, name) || (name === "AssumeRole" && row.resource === roleArn);
  return staysBehind || notNeeded.some((one) => isNamed(row, one)) ? "not-needed" : "stopped";
}

/** Whether the user's name of a call is that of a row, or of all rows of its call. */
function isNamed(row: Pick<MovedCall, "call" | "resource">, name: string): boolean {
  return name === nameOf(row) || name === nameOf({ call: row.call, resource: ANY_RESOURCE });
}

interface Facts extends Pick<
  Verification,
  "calls" | "lastUse" | "lastSessionUse" | "silentDays" | "quietDays"
> {
  readonly known: SnapshotKey | undefined;
  readonly log: LogSummary;
  readonly unfollowed: Unfollowed;
  /** Events of calls that are not compared. */
  readonly lost: number;
}

function reasonsAgainst(facts: Facts): string[] {
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
      `The log has more than ${MOST.calls} different calls of the key and the role. ${counted(lost, "call")} of others ${lost === 1 ? "is" : "are"} not compared.`,
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

function notesOn(
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
