/** How far the copy of a directory that answers Microsoft Graph is behind the one that is written. */

import type { Clock } from "../../clock";

/** How {@link ReplicationLag} behaves: what was written is seen after some more requests, or after some time. */
export type ReplicationLagOptions = LagInRequests | LagInTime;

/** A lag that neither waits nor depends on a clock. Polling ends it, so it shows no failure that polling cannot end. */
export interface LagInRequests {
  /** The same seed gives the same lags, as long as writes come in the same order. */
  readonly seed: number;
  /** The most requests to Graph for which something written is not seen yet; each write draws from 0 to this. */
  readonly requests: number;
}

/** A lag that lasts, however often somebody asks. */
export interface LagInTime {
  /** For how long something written is not seen yet, by the directory's clock. */
  readonly milliseconds: number;
}

/**
 * When a write is seen. What Microsoft says of the real delay: there is none that can be relied on.
 *
 * @evidence inferred What was written is seen after a number of requests, or after a time. Reason: Microsoft promises no
 *   delay; counting requests makes tests repeatable, and a time does not pass by asking.
 */
export class ReplicationLag {
  #requests = 0;
  readonly #now: () => number;
  readonly #delay: () => number;

  constructor(options: ReplicationLagOptions, clock: Clock) {
    if ("milliseconds" in options) {
      const { milliseconds } = options;
      this.#now = clock;
      this.#delay = () => milliseconds;
    } else {
      this.#now = () => this.#requests;
      this.#delay = drawn(options);
    }
  }

  /** A request came. */
  count(): void {
    this.#requests++;
  }

  /** The number of the first request, or the time, that sees what is written now. */
  draw(): number {
    return this.#now() + this.#delay();
  }

  /** Whether requests or time have not reached that point. */
  isBefore(seenFrom: number): boolean {
    return this.#now() < seenFrom;
  }
}

function drawn({ seed, requests }: LagInRequests): () => number {
  let state = seed;
  return () => {
    // A linear congruential generator (Numerical Recipes, "Quick and dirty generators"); its high bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + Math.floor((state / 2 ** 32) * (requests + 1));
  };
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
