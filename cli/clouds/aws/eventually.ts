/** Waits, up to a limit, until a change by suspend, resume, or keys retire is visible in IAM. */
import { setTimeout as delay } from "node:timers/promises";

/** The first pause, in milliseconds. Each one is twice as long as the one before. */
const FIRST_PAUSE = 200;

/** The longest pause, in milliseconds. */
const LONGEST_PAUSE = 4_000;

/**
 * Reads until what is read is as expected: IAM's reads lag behind its writes.
 *
 * @param limit - Time after which the last reading counts, in milliseconds. 0 reads once.
 * @returns The last reading.
 * @throws What `read` throws.
 */
export async function eventually<T>(
  read: () => Promise<T>,
  isExpected: (value: T) => boolean,
  limit: number,
): Promise<T> {
  const end = Date.now() + limit;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const value = await read();
    const left = end - Date.now();
    if (isExpected(value) || left <= 0) {
      return value;
    }
    await delay(Math.min(pause, left));
  }
}
