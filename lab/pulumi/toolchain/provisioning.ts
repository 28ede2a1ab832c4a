/** Options that all steps share that install a tool. */

/** Receives one short line of progress, without a line break. */
export type Report = (line: string) => void;

/** Options of the steps that fetch or build a tool. */
export interface ProvisioningOptions {
  /** Called when something begins, and every few seconds while it lasts. */
  readonly report: Report;
  /** Ends the step early. Incomplete results are removed before the step rejects. */
  readonly signal?: AbortSignal;
  /** Folder that keeps the results. Default is the per-user cache folder. */
  readonly cacheDirectory?: string;
  /** Environment for finding and running tools. Default is `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** What a single piece of work within a step gets. */
export interface WorkContext {
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  /** How often running work reports progress, in milliseconds. Default: 3 seconds on a terminal, where each line replaces the last, else 30. */
  readonly interval?: number;
}

/** How often running work reports progress, in milliseconds: a log keeps each line, and a terminal shows the last. */
export function heartbeat(isTerminal: boolean): number {
  return isTerminal ? 3_000 : 30_000;
}

/** Runs `work` and reports `describe(seconds since the start)` now and every few seconds until it ends. */
export async function withHeartbeat<T>(
  report: Report,
  describe: (seconds: number) => string,
  work: () => Promise<T>,
  interval = heartbeat(process.stdout.isTTY),
): Promise<T> {
  const start = Date.now();
  const beat = () => {
    report(describe(Math.round((Date.now() - start) / 1000)));
  };
  beat();
  const timer = setInterval(beat, interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
