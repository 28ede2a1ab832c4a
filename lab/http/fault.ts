/** What can go wrong with a request to a cloud, and with which requests it does. */

/** A request as rules see it. */
export interface Requested {
  /** `GET /path?query`, or the name of an operation where the service has such (`CreateRole`). */
  readonly operation: string;
  /** What else tells it from others: the form that it carries. Empty where there is none. */
  readonly form: string;
}

/** An answer that is made up. */
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
  /** The work is done, the connection is cut within the answer; `share` of the body arrives, from 0 to 1. */
  | { readonly kind: "cut-answer"; readonly share: number }
  | LaggingReads;

/**
 * Eventual consistency: after a write, reads of the same thing are answered as before it. The rule's route tells
 * which requests read.
 */
export interface LaggingReads {
  readonly kind: "lagging-reads";
  /** Which requests write. */
  readonly writes: RegExp;
  /** How many reads of a thing see nothing of a write to it. */
  readonly reads: number;
  /** What a request reads or writes; undefined for a request that is none of both. */
  readonly thing: (request: Requested) => string | undefined;
  /** The answer about what was not there before. */
  readonly absent: MadeUpAnswer;
}

/** A fault and the requests that it strikes. */
export interface FaultRule {
  /** Which requests: held against {@link Requested.operation}. */
  readonly route: RegExp;
  readonly fault: Fault;
  /** So many requests of the route are spared first. Default is none. */
  readonly after?: number;
  /** How often it strikes at most. Default is always. */
  readonly count?: number;
  /** How probably it strikes a request of the route, from 0 to 1. Default is 1. */
  readonly probability?: number;
  /** Decides by chance what {@link probability} leaves open: the same for the same order of requests. Default is 1. */
  readonly seed?: number;
  /** Told when it strikes. Of a lost answer it is told when the work is done and before the connection is cut. */
  readonly onStrike?: (request: Requested) => void | Promise<void>;
}
