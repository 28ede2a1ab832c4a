/** After how long a step is shown, and how often from then on, in milliseconds. */
const INTERVAL = 2_000;

/**
 * Shows a step that takes longer than two seconds, again and again until it ends.
 *
 * @param step - The step, as in `azure-orders: reading the role`, or what says it at the time.
 * @param interval - After how long it is shown, and how often from then on, in milliseconds.
 */
export async function withProgress<T>(
  step: string | (() => string),
  err: (text: string) => void,
  work: () => Promise<T>,
  interval: number = INTERVAL,
): Promise<T> {
  const begin = Date.now();
  const timer = setInterval(() => {
    const what = typeof step === "string" ? step : step();
    err(`${what} (${Math.round((Date.now() - begin) / 1000)} s)...\n`);
  }, interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
