/** Records the calls of a key for `keys find` and `keys plan`, and classifies the errors of calls. */
import type { TrailEvent } from "../cloudtrail/trail-event";
import type { Origin } from "./origin";
import { resourcesOf } from "./resources";
import type { SessionOrigin } from "./sessions";
import { add, type Count, none, Tally } from "./tally";

/** The most of each that is kept per key. The rest is counted together. */
const MOST = { actions: 500, agents: 20, places: 50, addresses: 50, resources: 100, sessions: 50 } as const;

/** The longest user agent that is kept, in characters. */
const LONGEST_AGENT = 200;

/** What a key did with one action of an API. */
export interface ActionUse {
  /** Such as `s3.amazonaws.com`. */
  readonly source: string;
  /** Such as `GetObject`. */
  readonly name: string;
  readonly region: string;
  /** Calls that AWS carried out. */
  readonly done: Count | undefined;
  /** Calls that AWS refused for lack of a permission. */
  readonly denied: Count | undefined;
  /** The resources of the calls that were carried out, as a policy names them; `*` if the events do not say. */
  readonly resources: Tally;
  /** The resources of the calls that AWS refused. */
  readonly deniedResources: Tally;
  /** Whether a request named the version of an object. */
  readonly isVersioned: boolean;
}

interface MutableActionUse extends ActionUse {
  done: Count | undefined;
  denied: Count | undefined;
  isVersioned: boolean;
}

/** What the sessions did that a key began, by the call that began them and their role. */
export interface SessionUse {
  /** Such as `AssumeRole`. */
  readonly call: string;
  /** Empty if the sessions have no role: then they have the permissions of the user. */
  readonly roleArn: string;
  readonly use: KeyUse;
}

/** What events show about the use of a key. Its size is bounded. */
export class KeyUse {
  readonly calls: Count;
  readonly origins: Record<Origin["kind"], number> = { azure: 0, elsewhere: 0, hidden: 0, aws: 0 };
  /** Where in Azure: the tag, the region, and the service, separated by tabs. */
  readonly places = new Tally(MOST.places);
  /** The addresses outside Azure. */
  readonly addresses = new Tally(MOST.addresses);
  readonly agents = new Tally(MOST.agents);
  /** Services whose data events the log has for this key. */
  readonly dataSources = new Set<string>();
  readonly #actions = new Map<string, MutableActionUse>();
  readonly #sessions = new Map<string, SessionUse>();
  #otherActions = 0;
  #otherSessionCalls = 0;
  #userName = "";
  #account = "";
  #identityType = "";

  constructor(
    readonly keyId: string,
    time: string,
  ) {
    this.calls = none(time);
  }

  /** The user as the log names it; empty for none. */
  get userName(): string {
    return this.#userName;
  }

  get account(): string {
    return this.#account;
  }

  get identityType(): string {
    return this.#identityType;
  }

  /** What the key's sessions did, in the order of their calls and roles. Their calls are not in the other members. */
  get sessions(): readonly SessionUse[] {
    return [...this.#sessions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }

  /** Calls of sessions of further roles. */
  get otherSessionCalls(): number {
    return this.#otherSessionCalls;
  }

  /** The first and the last call of the key or of one of its sessions. */
  get span(): { readonly first: string; readonly last: string } {
    const all = [this.calls, ...this.sessions.map(({ use }) => use.calls)].filter(({ count }) => count > 0);
    const times = all.flatMap(({ first, last }) => [first, last]).sort();
    return { first: times[0] ?? this.calls.first, last: times.at(-1) ?? this.calls.last };
  }

  /** Where the calls of the key and of its sessions came from. */
  get allOrigins(): Readonly<Record<Origin["kind"], number>> {
    const sum = { ...this.origins };
    for (const { use } of this.#sessions.values()) {
      for (const kind of ["azure", "elsewhere", "hidden", "aws"] as const) {
        sum[kind] += use.origins[kind];
      }
    }
    return sum;
  }

  /** Actions in the order of their services and names. */
  get actions(): readonly ActionUse[] {
    return [...this.#actions.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  /** Calls of actions that are not kept. */
  get otherActions(): number {
    return this.#otherActions;
  }

  /** Takes an event of a session that this key began, or that one of its sessions began. */
  addOfSession(event: TrailEvent, origin: Origin, { call, roleArn }: SessionOrigin): void {
    const label = `${call} ${roleArn}`;
    let session = this.#sessions.get(label);
    if (session === undefined) {
      if (this.#sessions.size >= MOST.sessions) {
        this.#otherSessionCalls++;
        return;
      }
      session = { call, roleArn, use: new KeyUse(this.keyId, event.time) };
      this.#sessions.set(label, session);
    }
    session.use.add(event, origin);
  }

  /** Takes an event of this key. */
  add(event: TrailEvent, origin: Origin): void {
    const { time } = event;
    if (this.calls.count === 0) {
      // A session's call may have come first.
      Object.assign(this.calls, none(time));
      this.#userName = event.userName;
      this.#account = event.account;
      this.#identityType = event.identityType;
    }
    add(this.calls, time);
    this.origins[origin.kind]++;
    if (origin.kind === "azure") {
      const { tag, region, service } = origin.place;
      this.places.add([tag, region, service].join("\t"), time);
    } else if (origin.kind === "elsewhere") {
      this.addresses.add(event.address, time);
    }
    this.agents.add(event.userAgent.slice(0, LONGEST_AGENT), time);
    if (event.isDataEvent && this.dataSources.size < MOST.actions) {
      this.dataSources.add(event.source);
    }
    this.#addAction(event);
  }

  #addAction(event: TrailEvent): void {
    const key = keyOf(event);
    let use = this.#actions.get(key);
    if (use === undefined) {
      if (this.#actions.size >= MOST.actions) {
        this.#otherActions++;
        return;
      }
      const { source, name, region } = event;
      use = {
        source,
        name,
        region,
        done: undefined,
        denied: undefined,
        resources: new Tally(MOST.resources),
        deniedResources: new Tally(MOST.resources),
        isVersioned: false,
      };
      this.#actions.set(key, use);
    }
    if (isDenied(event.errorCode)) {
      add((use.denied ??= none(event.time)), event.time);
      for (const resource of resourcesOf(event)) {
        use.deniedResources.add(resource, event.time);
      }
      return;
    }
    // A call that failed for another reason, such as a missing object, needed the permission too.
    add((use.done ??= none(event.time)), event.time);
    for (const resource of resourcesOf(event)) {
      use.resources.add(resource, event.time);
    }
    // Source: Service Authorization Reference, "API operations defined by Amazon S3": versions have separate actions.
    use.isVersioned ||= typeof event.parameters.versionId === "string";
  }
}

/**
 * Whether an error means that a permission is missing.
 *
 * Source: the services' API references, "Common Errors" and the errors of their actions: `AccessDenied`, `AccessDeniedException`,
 * `UnauthorizedOperation` and `AuthFailure` (EC2), `AuthorizationError` (SNS), `UnauthorizedException` (API Gateway, AWS IoT),
 * `ForbiddenException` (Amazon MQ), `AllAccessDisabled` (S3), and `Client.UnauthorizedOperation` as CloudTrail has it for EC2.
 */
export function isDenied(errorCode: string): boolean {
  return /AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|^Forbidden|(?:^|\.)AuthFailure$|AllAccessDisabled/i.test(
    errorCode,
  );
}

/**
 * Whether an error comes before AWS looks at permissions, or says nothing of them: the request was throttled, its signature or its token
 * was not accepted, or the service failed.
 *
 * Source: the services' API references, "Common Errors"; S3 API, "Error responses"; EC2 API, "Error codes".
 */
export function isUntried(errorCode: string): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|Internal(?:Error|Failure|Server)|Expired|Invalid(?:ClientToken|AccessKey|Signature|Token|Identity)|SignatureDoesNotMatch|IncompleteSignature|UnrecognizedClient|MissingAuthentication|OptInRequired|SubscriptionRequired|RequestTimeTooSkewed/i.test(
    errorCode,
  );
}

function keyOf({ source, name }: { readonly source: string; readonly name: string }): string {
  return `${source} ${name}`;
}
