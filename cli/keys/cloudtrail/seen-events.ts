/** The most events that are remembered: 2 million take 32 MB. */
const MOST = 2_000_000;

/** How many places the table has at first. A power of two. */
const FIRST_SIZE = 1 << 16;

/**
 * Remembers which events were read, because two trails may record the same call. It keeps a hash of 64 bits per event. When it is full,
 * it adds no more events, but still recognizes those that it has.
 */
export class SeenEvents {
  #table = new Uint32Array(2 * FIRST_SIZE);
  #count = 0;

  constructor(private readonly most = MOST) {}

  /** Whether it adds no more events. */
  get isFull(): boolean {
    return this.#count >= this.most;
  }

  /** @returns `false` if the event was added before. */
  add(identity: string): boolean {
    const [high, low] = hash(identity);
    const place = find(this.#table, high, low);
    if (this.#table[place] !== 0) {
      return false;
    }
    if (this.isFull) {
      return true;
    }
    this.#table[place] = high;
    this.#table[place + 1] = low;
    this.#count++;
    if (this.#count * 4 > this.#table.length) {
      this.#grow();
    }
    return true;
  }

  #grow(): void {
    const old = this.#table;
    const table = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (high !== 0) {
        const place = find(table, high, low);
        table[place] = high;
        table[place + 1] = low;
      }
    }
    this.#table = table;
  }
}

/** The place of a value in the table, or its free place. */
function find(table: Uint32Array, high: number, low: number): number {
  const mask = table.length / 2 - 1;
  let slot = low & mask;
  while (table[2 * slot] !== 0 && (table[2 * slot] !== high || table[2 * slot + 1] !== low)) {
    slot = (slot + 1) & mask;
  }
  return 2 * slot;
}

/** Two hashes of 32 bits (FNV-1a and one with another prime). The first is never 0, because 0 marks an empty place. */
function hash(text: string): readonly [number, number] {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b);
    low ^= low >>> 13;
  }
  return [high >>> 0 || 1, low >>> 0];
}
