import { setTimeout as delay } from "node:timers/promises";
import { CloudError } from "../../lab/pulumi";

/** Statuses with which a directory refuses requests about a new object, until all replicas know it. */
const NOT_YET = new Set([400, 404, 409]);

/** Pause between two attempts, in milliseconds. */
const PAUSE = 5_000;

/**
 * Repeats a request that Microsoft Graph refuses: not all replicas of the directory may know a new object yet.
 *
 * @param patience milliseconds until the refusal counts; 0 for a single attempt
 * @throws the last refusal
 */
export async function eventually<T>(
  request: () => Promise<T>,
  { patience, signal }: { readonly patience: number; readonly signal: AbortSignal },
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const mayPass = error instanceof CloudError && NOT_YET.has(error.status ?? 404);
      if (!mayPass || performance.now() + PAUSE > deadline) {
        throw error;
      }
      await delay(PAUSE, undefined, { signal });
    }
  }
}
