/** How often something was seen, and when. Times are in ISO 8601 and UTC. */
export interface Count {
  count: number;
  first: string;
  last: string;
}

/** Adds one to a count. Events arrive in no particular order. */
export function add(count: Count, time: string): void {
  count.count++;
  if (time < count.first) {
    count.first = time;
  }
  if (time > count.last) {
    count.last = time;
  }
}

/** An empty count whose first time is known. */
export function none(time: string): Count {
  return { count: 0, first: time, last: time };
}

/** The later of two times; `undefined` if there is none. */
export function later(one: string | undefined, other: string): string;
export function later(one: string | undefined, other: string | undefined): string | undefined;
export function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

/**
 * Counts by name. Names come from strangers and a log may have any number of them, so only the first ones are kept. Further names are
 * counted together.
 */
export class Tally {
  readonly #most: number;
  readonly #counts = new Map<string, Count>();
  #others = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** How often names were seen that are not kept. */
  get others(): number {
    return this.#others;
  }

  add(name: string, time: string): void {
    const found = this.#counts.get(name);
    if (found !== undefined) {
      add(found, time);
    } else if (this.#counts.size < this.#most) {
      const count = none(time);
      add(count, time);
      this.#counts.set(name, count);
    } else {
      this.#others++;
    }
  }

  /** The names with their counts, the most frequent first, then by name. */
  entries(): readonly (readonly [name: string, count: Readonly<Count>])[] {
    return [...this.#counts].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  }
}
