/** Collects the calls of a key and its new role from the log, and derives the verdict of `keys verify`. */
import { type Coverage, DAY, type TrailPlace } from "../cloudtrail/coverage";
import type { LogSummary } from "../cloudtrail/read-log";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { isDenied, isUntried } from "../use/key-use";
import { ANY_RESOURCE, resourcesOf } from "../use/resources";
import type { Sessions, Unfollowed } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import { add, type Count, later, none } from "../use/tally";
import { actionsOf, madeByRole, nameOf, stateOf } from "./moved-call";
import {
  type Facts,
  MOST_CALLS,
  notesOn,
  reasonsAgainst,
  unknownFacts,
  type Verification,
} from "./readiness";
import { Refusals } from "./refusals";
import { IAM_DELAY, type SilenceByIam, silenceOf } from "./silence";

/** How many accounts and regions of one key are known. More than AWS has regions, for a key that is used in some accounts. */
const MOST_PLACES = 1_000;

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

/** What is known in addition to the calls. */
export interface ComparedSides {
  readonly log: LogSummary;
  readonly coverage: Coverage;
  /** `undefined` without a snapshot. */
  readonly snapshot:
    | {
        /** When it was taken. */
        readonly at: string;
        /** The key, if the snapshot has it. */
        readonly key: SnapshotKey | undefined;
        /** The accounts of which it has all keys. */
        readonly wholeAccounts: ReadonlySet<string>;
      }
    | undefined;
  /** The time, in milliseconds. */
  readonly now: number;
  /** Up to when events were read, if something after it was left out. */
  readonly until: string | undefined;
  readonly quietDays: number;
  readonly unfollowed: Unfollowed;
  /** Calls that need not move, as {@link nameOf} has them, with or without their resources. */
  readonly notNeeded: readonly string[];
}

/** Compares what a key and a role do, each with the sessions that it began. */
export class SideBySide {
  /** By the call, then by the resource. */
  readonly #rows = new Map<string, Map<string, Row>>();
  readonly #refusals = new Refusals();
  /** Where the key and its sessions made calls. */
  readonly #places = new Map<string, TrailPlace>();
  #lost = 0;
  #isRoot = false;
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
      this.#isRoot ||= event.identityType === "Root";
      this.#addPlace(event);
      this.#count(event, isDeniedCall ? undefined : "key");
    } else if (root === this.keyId) {
      // A session of the role itself is the key's too, if the key began it.
      this.#lastSessionUse = later(this.#lastSessionUse, time);
      this.#addPlace(event);
      this.#count(event, isDeniedCall ? undefined : "sessions");
    } else if (event.roleArn === this.roleArn || root === this.roleArn) {
      const isDone = !isUntried(event.errorCode);
      this.#count(event, isDeniedCall ? "roleDenied" : isDone ? "role" : undefined);
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
   */
  verify({
    log,
    coverage,
    snapshot,
    quietDays,
    unfollowed,
    notNeeded,
    now,
    until,
  }: ComparedSides): Verification {
    const known = snapshot?.key;
    const lastUse = [this.#lastUse, this.#lastSessionUse, known?.LastUsed?.LastUsedDate]
      .filter((time) => time !== undefined)
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1);
    const places = [...this.#places.values()];
    const isOutdated = this.#isOutdated(snapshot);
    const byIam = isOutdated ? undefined : this.#silenceByIam(snapshot, unfollowed);
    const silence = silenceOf({ log, coverage, places, lastUse, quietDays, byIam });
    const quietSince = silence.end - quietDays * DAY;
    const rows = [...this.#rows.values()]
      .flatMap((ofCall) => [...ofCall.values()])
      .map((row) => ({ ...row, actions: actionsOf(row.call) }))
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const made = madeByRole(rows);
    const refusals = this.#refusals.standing();
    const calls = rows.map((row) => ({
      ...row,
      state: stateOf(row, made, quietSince, notNeeded, this.roleArn),
      refused: refusals.get(`${row.call} ${row.resource}`),
    }));
    const accounts = [...new Set(places.map(({ recipient }) => recipient))];
    const facts: Facts = {
      calls,
      keyId: this.keyId,
      isRoot: this.#isRoot,
      absentSince:
        snapshot !== undefined &&
        known === undefined &&
        accounts.length > 0 &&
        accounts.every((account) => snapshot.wholeAccounts.has(account))
          ? snapshot.at
          : undefined,
      isOutdated,
      until,
      unknownDays: Math.floor((now - Math.max(Date.parse(log.last ?? "") || 0, byIam?.to ?? 0)) / DAY),
      lastUse,
      lastSessionUse: this.#lastSessionUse,
      silence,
      quietDays,
      known,
      log,
      dataAccounts: places.map(({ recipient }) => recipient).filter((one) => !coverage.hasDataEvents(one)),
      isCoverageFull: coverage.isFull || this.#places.size >= MOST_PLACES,
      unfollowed,
      lost: this.#lost,
      lostRefusals: this.#refusals.lost,
      notNeeded,
    };
    const unknown = unknownFacts(facts);
    const reasons = reasonsAgainst(facts);
    return {
      keyId: this.keyId,
      roleArn: this.roleArn,
      quietDays,
      calls,
      sessions: this.#sessions,
      lastUse,
      lastSessionUse: this.#lastSessionUse,
      silentDays: silence.days,
      state: reasons.length > 0 ? "not-ready" : unknown.length > 0 ? "cannot-tell" : "ready",
      isReady: reasons.length === 0 && unknown.length === 0,
      reasons,
      cannotTell: unknown,
      notes: notesOn(facts),
    };
  }

  /** Whether the log has a use of the key that the date of the snapshot should show, and does not. */
  #isOutdated(snapshot: ComparedSides["snapshot"]): boolean {
    const used = snapshot?.key?.LastUsed;
    if (snapshot === undefined || used === undefined || this.#lastUse === undefined) {
      return false;
    }
    const inLog = Date.parse(this.#lastUse);
    const byIam = used.LastUsedDate === undefined ? 0 : Date.parse(used.LastUsedDate);
    return inLog + IAM_DELAY < Date.parse(snapshot.at) && byIam + IAM_DELAY < inLog;
  }

  /** When the key was silent by IAM, which knows the uses in all regions, but not those of sessions. */
  #silenceByIam(snapshot: ComparedSides["snapshot"], { unnamed }: Unfollowed): SilenceByIam | undefined {
    const used = snapshot?.key?.LastUsed;
    if (snapshot === undefined || used === undefined || this.#lastSessionUse !== undefined || unnamed > 0) {
      return undefined;
    }
    const from = used.LastUsedDate === undefined ? 0 : Date.parse(used.LastUsedDate);
    return { from, to: Date.parse(snapshot.at) - IAM_DELAY };
  }

  #addPlace({ account, region }: TrailEvent): void {
    // The caller's own trail has the event, whosever resource it was about.
    const name = `${account} ${region}`;
    if (!this.#places.has(name) && this.#places.size < MOST_PLACES) {
      this.#places.set(name, { recipient: account, region });
    }
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
      if (column === "role" || column === "roleDenied") {
        const right = actionsOf(call).join(" ") || call;
        this.#refusals.add(event, `${call} ${resource}`, comparable, right, column === "roleDenied");
      }
    }
  }
}

/**
 * The end of a secret's ARN, which a program may give or leave out. Source: Secrets Manager user guide, "What's in a Secrets Manager
 * secret?".
 */
const SECRET_SUFFIX = /(?<=:secretsmanager:.*)-(?:\w{6}|\?{6})$/;
