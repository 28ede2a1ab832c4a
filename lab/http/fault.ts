/** Faults of requests to a cloud, and the requests that they strike. */

/** A request as rules see it. */
export interface Requested {
  /** `GET /path?query`, or the name of the operation if the service has them (`CreateRole`). */
  readonly operation: string;
  /** The posted form, which distinguishes requests of the same operation. Empty if there is none. */
  readonly form: string;
}

/** An invented answer. */
export interface MadeUpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One thing that goes wrong. */
export type Fault =
  /** The answer comes late. `Infinity` is never. */
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** Another answer, and nothing is done: a gateway's error, a throttled request, a portal's page. */
  | { readonly kind: "answer"; readonly answer: MadeUpAnswer }
  /** The connection is cut, and nothing is done. */
  | { readonly kind: "cut" }
  /** The work is done, the connection is cut without an answer. */
  | { readonly kind: "lost-answer" }
  /** The work is done, the answer's body is another one. */
  | { readonly kind: "wrong-body"; readonly change: (body: string) => string }
  /** The work is done, and another answer denies it: a gateway's error, a lagging replica's "not found". */
  | { readonly kind: "false-answer"; readonly answer: MadeUpAnswer }
  /** The work is done, the connection is cut within the answer; `share` of the body arrives, from 0 to 1. */
  | { readonly kind: "cut-answer"; readonly share: number }
  | LaggingReads;

/**
 * Eventual consistency: after a write, reads of the same thing get the answer from before it. The rule's route decides which
 * requests read.
 */
export interface LaggingReads {
  readonly kind: "lagging-reads";
  /** Which requests write. */
  readonly writes: RegExp;
  /** How many reads of a thing see nothing of a write to it. */
  readonly reads: number;
  /** What a request reads or writes. Undefined for a request that does neither. */
  readonly thing: (request: Requested) => string | undefined;
  /** The answer about what was not there before. */
  readonly absent: MadeUpAnswer;
}

/** A fault and the requests that it strikes. */
export interface FaultRule {
  /** Which requests it strikes, by {@link Requested.operation}. */
  readonly route: RegExp;
  readonly fault: Fault;
  /** How many requests of the route it spares first. Default is 0. */
  readonly after?: number;
  /** How often it strikes at most. Default: no limit. */
  readonly count?: number;
  /** Probability that it strikes a request of the route, from 0 to 1. Default is 1. */
  readonly probability?: number;
  /** Seed of the random choice by {@link probability}. The same order of requests gives the same choices. Default is 1. */
  readonly seed?: number;
  /** Called when it strikes. For a lost answer: after the work is done, and before the connection is cut. */
  readonly onStrike?: (request: Requested) => void | Promise<void>;
}
