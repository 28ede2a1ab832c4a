import type { LogSummary } from "../cloudtrail/read-log";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { isDenied } from "../use/key-use";
import { ANY_RESOURCE, resourcesOf } from "../use/resources";
import type { Sessions, Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { add, type Count, later, none } from "../use/tally";
import { actionsOf, madeByRole, nameOf, stateOf } from "./moved-call";
import { MOST_CALLS, notesOn, reasonsAgainst, type Verification } from "./readiness";

const DAY = 24 * 3_600_000;

/** How many resources of a call are compared. Further ones are compared together. */
const MOST_RESOURCES = 100;

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
      if (this.#rows.size >= MOST_CALLS) {
        this.#lost++;
        return;
      }
      this.#rows.set(call, ofCall);
    }
    const named = resourcesOf(event);
    for (const name of named.length === 0 ? [ANY_RESOURCE] : named) {
      const comparable = name.replace(SECRET_SUFFIX, "-??????");
      const resource = ofCall.has(comparable) || ofCall.size < MOST_RESOURCES ? comparable : ANY_RESOURCE;
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
