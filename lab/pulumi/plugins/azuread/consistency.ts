/**
 * How the azuread provider lives with a directory that answers from copies which are behind: some requests it repeats, most
 * it does not, and it looks until something is gone several times in a row.
 *
 * Source (source code): hashicorp/terraform-provider-azuread v3.8.0, `internal/helpers/consistency`, and the retry functions
 * of its resources. The real one waits from 1 second up between repetitions and 5 seconds between looks, for as long as the
 * program allows; the lab is quicker and gives up sooner.
 */
import { CloudError, isNotFound } from "../kernel/cloud-error";
import type { GraphCall } from "./graph-client";

/** How often something is tried, and the milliseconds between. Together about 6 seconds. */
const patience = { retries: 20, minTimeout: 10, factor: 1.5, maxTimeout: 500 };

/** Consecutive answers that the provider wants before it believes that something has gone. */
const TIMES_GONE = 5;

/** Repeats a request while its refusal may be one of a copy that is behind. */
export async function patiently<Result>(
  call: GraphCall,
  request: () => Promise<Result>,
  isEarly: (error: CloudError) => boolean,
): Promise<Result> {
  const { default: pRetry } = await import("p-retry");
  return pRetry(request, {
    ...patience,
    signal: call.signal,
    shouldRetry: ({ error }) => error instanceof CloudError && isEarly(error),
  });
}

/** Asks until the answer is yes. @throws CloudError when it stays no. */
export async function untilShown(call: GraphCall, ask: () => Promise<boolean>): Promise<void> {
  const notYet = new CloudError("timeout while waiting for state", { code: "NotYet", notFound: false });
  const look = async (): Promise<void> => {
    if (!(await ask())) {
      throw notYet;
    }
  };
  return patiently(call, look, (error) => error === notYet);
}

/**
 * Waits until something can no longer be read, several times in a row.
 *
 * @throws CloudError when it does not go.
 */
export async function untilGone(call: GraphCall, read: () => Promise<unknown>): Promise<void> {
  return untilShown(call, async () => {
    for (let times = 0; times < TIMES_GONE; times++) {
      const found = await read().catch((error: unknown) => {
        if (isNotFound(error)) {
          return undefined;
        }
        throw error instanceof CloudError ? error.within("retrieving resource") : error;
      });
      if (found !== undefined) {
        return false;
      }
    }
    return true;
  });
}
