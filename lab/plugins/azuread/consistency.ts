/**
 * How the azuread provider lives with a directory that answers from copies which are behind: it repeats requests that
 * name something new, and looks until it has seen something come or go several times in a row.
 *
 * Source: hashicorp/terraform-provider-azuread, `internal/helpers/consistency`, and the retry functions of its
 * resources. The real one looks every 5 seconds for as long as the program allows, 5 minutes by default; the lab is
 * quicker and gives up sooner.
 */
import { CloudError, isNotFound } from "../kernel/cloud-error";
import type { GraphCall } from "./graph-client";

/** How often something is tried, and the milliseconds between. Together about 6 seconds. */
const patience = { retries: 20, minTimeout: 10, factor: 1.5, maxTimeout: 500 };

/** Consecutive answers that the provider wants before it believes that something has come or gone. */
const TIMES_SEEN = 2;
const TIMES_GONE = 5;

/**
 * Repeats a request while what it names is not there yet.
 *
 * @param isEarly - Whether a refusal may be one of a copy that is behind. Default: when something was not found.
 */
export async function patiently<Result>(
  call: GraphCall,
  request: () => Promise<Result>,
  isEarly: (error: CloudError) => boolean = isNotFound,
): Promise<Result> {
  const { default: pRetry } = await import("p-retry");
  return pRetry(request, {
    ...patience,
    signal: call.signal,
    shouldRetry: ({ error }) => error instanceof CloudError && isEarly(error),
  });
}

/** Waits until something can be read several times in a row. */
export async function untilSeen(call: GraphCall, read: () => Promise<unknown>): Promise<void> {
  return patiently(call, async () => {
    for (let times = 0; times < TIMES_SEEN; times++) await read();
  });
}

/**
 * Waits until something cannot be read any more, several times in a row.
 *
 * @throws CloudError when it does not go.
 */
export async function untilGone(call: GraphCall, read: () => Promise<unknown>): Promise<void> {
  const isThere = new CloudError("it is still there", { code: "StillThere", notFound: false });
  const look = async (): Promise<void> => {
    for (let times = 0; times < TIMES_GONE; times++) {
      const found = await read().catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
      if (found !== undefined) throw isThere;
    }
  };
  return patiently(call, look, (error) => error === isThere);
}
