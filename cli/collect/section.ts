/** The unit of work of collect, and the helpers with which its readers send a few requests at a time. */
import type { ObjectRecord } from "../snapshot/snapshot-records";

/** One section of a snapshot: what it is called, and how its records are read. */
export interface Section {
  /** `<cloud>/<of>/<name>`. */
  readonly name: string;
  /** Reads the records. Throws a `CloudError` if the cloud refuses. */
  readonly read: () => AsyncIterable<ObjectRecord>;
}

/**
 * Does work on many things, a few at a time, and answers in the order of the things. Memory has the answers of a few only.
 *
 * @param most how many are at work at once
 */
export async function* eachAtOnce<T, U>(
  things: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (thing: T) => Promise<U>,
): AsyncGenerator<U> {
  const waiting: Promise<U>[] = [];
  try {
    for await (const thing of things) {
      const begun = work(thing);
      // The consumer of the queue sees the error. Until then, it must not count as unhandled.
      begun.catch(() => undefined);
      waiting.push(begun);
      const first = waiting.length >= most ? waiting.shift() : undefined;
      if (first !== undefined) {
        yield await first;
      }
    }
    for (const begun of waiting) {
      yield await begun;
    }
  } finally {
    await Promise.allSettled(waiting);
  }
}

/** The things in groups of a size, the last one smaller. */
export async function* inGroups<T>(things: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const thing of things) {
    group.push(thing);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) {
    yield group;
  }
}
