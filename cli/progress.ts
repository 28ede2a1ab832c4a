/** After how long a step is shown, and how often from then on, in milliseconds. */
const INTERVAL = 2_000;

/**
 * Shows a step that takes longer than two seconds, again and again until it ends.
 *
 * @param what - The step, as in `azure-orders: reading the role`.
 */
export async function withProgress<T>(
  what: string,
  err: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const begin = Date.now();
  const timer = setInterval(() => {
    err(`${what} (${Math.round((Date.now() - begin) / 1000)} s)...\n`);
  }, INTERVAL);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
