/** Starts that leave nothing behind when they fail. */
import type { Running } from "./describe-with";

/** Notes something that runs, so that it is stopped if the start fails later. @returns the same */
export type Keep = <T extends Running>(started: T) => T;

/**
 * Starts something that has parts.
 *
 * @param start keeps each part as soon as it runs
 * @throws what `start` throws, once the parts that it kept are stopped, the newest first
 */
export async function startOrStop<T>(start: (keep: Keep) => Promise<T>): Promise<T> {
  const parts: Running[] = [];
  try {
    return await start((part) => {
      parts.push(part);
      return part;
    });
  } catch (error) {
    for (const part of parts.reverse()) {
      // The failure that is reported is the first one.
      await part.stop().catch(() => undefined);
    }
    throw error;
  }
}

/** A part that is stopped by other means than `stop`. */
export function stoppedBy(stop: () => unknown): Running {
  return {
    async stop() {
      await stop();
    },
  };
}
