import { seededRandom } from "../../../lab/seeded-random";

/** Draws that a seed decides. */
export class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** A whole number from 0 to below a count. */
  below(count: number): number {
    return Math.floor(this.#next() * count);
  }

  /** One of some items. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Whether something happens that happens in a part of all cases. */
  chance(part: number): boolean {
    return this.#next() < part;
  }

  /** One of some items, of which some are drawn more often. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let left = this.#next() * items.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of items) {
      left -= item.weight;
      if (left < 0) {
        return item;
      }
    }
    throw new RangeError("expected an item");
  }
}
