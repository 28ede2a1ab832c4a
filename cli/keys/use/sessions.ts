/** Attributes the calls of sessions to the access key that began them, also through chained sessions. */
import { SESSION_PREFIX, type TrailEvent } from "../cloudtrail/trail-event";

/**
 * The longest that a session lasts: `GetSessionToken` and `GetFederationToken` give up to 36 hours, `AssumeRole` up to 12.
 *
 * Source: IAM user guide, "Compare AWS STS credentials".
 */
export const LONGEST_SESSION = 36 * 3_600_000;

/** The calls of STS that begin a session for a signed request. Calls with a token of somebody else's are not among them. */
const STARTS: ReadonlySet<string> = new Set([
  "AssumeRole",
  "AssumeRoot",
  "GetFederationToken",
  "GetSessionToken",
]);

/** What the text of a start has. */
export const START_NEEDLES: readonly string[] = [...STARTS].map((name) => `"${name}"`);

/** How many sessions are followed, and how many that may belong to one. Both take about 100 bytes each. */
const MOST = 300_000;

/** How many different origins sessions have. */
const MOST_ORIGINS = 10_000;

/** The longest ARN. Source: IAM API, "Role": 2048 characters. */
const LONGEST_ARN = 2048;

/** Where a session comes from. */
export interface SessionOrigin {
  /** The key that began it, or that began the session that began it. */
  readonly root: string;
  /** The call that began it, such as `AssumeRole`. */
  readonly call: string;
  /** The role of the session; empty if it has none. */
  readonly roleArn: string;
}

/** What the log cannot show of sessions. */
export interface Unfollowed {
  /** Sessions of the key that were too many to follow. */
  readonly lost: number;
  /** Sessions whose ID the log does not have. */
  readonly unnamed: number;
  /** Whether there were too many sessions that began sessions. */
  readonly hasOverflowed: boolean;
}

/** A session whose parent is not known yet. */
interface Pending extends Omit<SessionOrigin, "root"> {
  readonly parent: string;
  /** What the session belongs to if the parent stays unknown. */
  readonly otherwise: string | undefined;
}

/** To what the caller of an event belongs. */
export interface Roots {
  /** The long-term key that signed the event; `undefined` if it is of no interest. */
  readonly ofKey: (event: TrailEvent) => string | undefined;
  /** What an event belongs to that no followed session signed; `undefined` for nothing. */
  readonly otherwise?: (event: TrailEvent) => string | undefined;
}

/**
 * The sessions that keys began, with those that these sessions began in turn.
 *
 * CloudTrail does not promise the order of events, and a folder has one region after the other. So the log is read once for the starts and
 * once more for what the sessions did, and a start may come before the start of its parent. Memory is bounded: of more than
 * {@link MOST} sessions, the rest is only counted.
 *
 * Sources: IAM user guide, "Logging IAM and AWS STS API calls with AWS CloudTrail": the event of the start has the session's key ID in
 * `responseElements.credentials.accessKeyId`; AWS, CloudTrail user guide, "CloudTrail userIdentity element": events of the session have it
 * as `accessKeyId`; "Working with CloudTrail log files": events have no order.
 */
export class Sessions {
  readonly #roots: Roots;
  readonly #most: number;
  readonly #origins = new Map<string, SessionOrigin>();
  readonly #shared = new Map<string, SessionOrigin>();
  readonly #pending = new Map<string, Pending>();
  #lost = 0;
  #overflowed = false;
  #unnamed = 0;

  constructor(roots: Roots, most = MOST) {
    this.#roots = roots;
    this.#most = most;
  }

  /** How many sessions are followed. */
  get size(): number {
    return this.#origins.size;
  }

  /** How many sessions of keys are not followed, because there are too many. */
  get lost(): number {
    return this.#lost;
  }

  /** Whether there were more sessions of unknown parents than are remembered. Reading the starts again finds more of them. */
  get hasOverflowed(): boolean {
    return this.#overflowed;
  }

  /** How many sessions began whose ID the log does not have, such as results of Athena without `responseelements`. */
  get unnamed(): number {
    return this.#unnamed;
  }

  has(keyId: string): boolean {
    return this.#origins.has(keyId);
  }

  of(keyId: string): SessionOrigin | undefined {
    return this.#origins.get(keyId);
  }

  /** Takes any event. */
  add(event: TrailEvent): void {
    const { source, name, errorCode, keyId, startedKeyId, parameters } = event;
    if (source !== "sts.amazonaws.com" || !STARTS.has(name) || errorCode !== "") {
      return;
    }
    const roleArn = typeof parameters.roleArn === "string" ? parameters.roleArn.slice(0, LONGEST_ARN) : "";
    const root = this.#roots.ofKey(event) ?? this.#origins.get(keyId)?.root;
    if (startedKeyId === "") {
      this.#unnamed += root === undefined ? 0 : 1;
    } else if (root !== undefined) {
      this.#set(startedKeyId, { root, call: name, roleArn });
    } else if (keyId.startsWith(SESSION_PREFIX)) {
      if (this.#pending.size < this.#most) {
        const otherwise = this.#roots.otherwise?.(event);
        this.#pending.set(startedKeyId, { parent: keyId, call: name, roleArn, otherwise });
      } else {
        this.#overflowed = true;
      }
    }
  }

  /** Finds the parents that were unknown. Call it when all starts were added. */
  resolve(): void {
    for (const sessionId of this.#pending.keys()) {
      // From the session up to the first ancestor that is known, or to the last of the pending ones.
      const line: [string, Pending][] = [];
      const visited = new Set<string>();
      let next = sessionId;
      for (
        let pending = this.#pending.get(next);
        pending !== undefined && !visited.has(next) && !this.#origins.has(next);
        pending = this.#pending.get(next)
      ) {
        visited.add(next);
        line.push([next, pending]);
        next = pending.parent;
      }
      let root = this.#origins.get(next)?.root;
      for (const [id, { call, roleArn, otherwise }] of line.reverse()) {
        root ??= otherwise;
        if (root !== undefined) {
          this.#set(id, { root, call, roleArn });
        }
        this.#pending.delete(id);
      }
    }
    this.#pending.clear();
  }

  /** Forgets what overflowed before the starts are read again. */
  again(): void {
    this.#overflowed = false;
    this.#unnamed = 0;
    this.#lost = 0;
  }

  #set(keyId: string, origin: SessionOrigin): void {
    if (this.#origins.has(keyId)) {
      return;
    }
    const label = `${origin.root} ${origin.call} ${origin.roleArn}`;
    let shared = this.#shared.get(label);
    if (shared === undefined && this.#shared.size < MOST_ORIGINS) {
      shared = origin;
      this.#shared.set(label, origin);
    }
    if (shared === undefined || this.#origins.size >= this.#most) {
      this.#lost++;
      return;
    }
    this.#origins.set(keyId, shared);
  }
}
