/** How far the copy of a directory that answers Microsoft Graph is behind the one that is written. */

/** How {@link ReplicationLag} behaves. */
export interface ReplicationLagOptions {
  /** The same seed gives the same lags, as long as writes come in the same order. */
  readonly seed: number;
  /** The most requests to Graph for which something written is not seen yet; each write draws from 0 to this. */
  readonly requests: number;
}

/**
 * Counts requests instead of time, so that a test neither waits nor depends on a clock: what was written is seen after
 * some requests more. What Microsoft says of the real delay: there is none that can be relied on.
 *
 * @evidence inferred What was written is seen after a number of requests. Reason: Microsoft promises no delay;
 *   counting requests makes tests repeatable.
 */
export class ReplicationLag {
  #requests = 0;
  #state: number;

  constructor(private readonly options: ReplicationLagOptions) {
    this.#state = options.seed;
  }

  /** A request came. */
  count(): void {
    this.#requests++;
  }

  /** The number of the first request that sees what is written now. */
  draw(): number {
    // A linear congruential generator (Numerical Recipes, "Quick and dirty generators"); its high bits are the good ones.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#requests + 1 + Math.floor((this.#state / 2 ** 32) * (this.options.requests + 1));
  }

  /** Whether the requests so far have not reached that number. */
  isBefore(request: number): boolean {
    return this.#requests < request;
  }
}

/** Objects of one kind, as the copy that is behind has them. */
export class LaggingObjects<T extends { readonly id: string }> {
  readonly #pending = new Map<string, { readonly before: T | undefined; readonly seenFrom: number }>();

  constructor(private readonly lag: ReplicationLag) {}

  /** Remembers an object as it was before a write; `before` is undefined for one that is created. */
  wrote(id: string, before: T | undefined): void {
    const pending = this.#pending.get(id);
    const shown = pending !== undefined && this.lag.isBefore(pending.seenFrom) ? pending.before : before;
    this.#pending.set(id, {
      before: shown === undefined ? undefined : { ...shown },
      seenFrom: this.lag.draw(),
    });
  }

  /** What the copy has in the place of the objects that there are. */
  show(live: readonly T[]): readonly T[] {
    const shown = new Map(live.map((object) => [object.id, object]));
    for (const [id, { before, seenFrom }] of this.#pending) {
      if (!this.lag.isBefore(seenFrom)) {
        this.#pending.delete(id);
      } else if (before === undefined) {
        shown.delete(id);
      } else {
        shown.set(id, before);
      }
    }
    return [...shown.values()];
  }
}
