import { type Profiler, Session } from "node:inspector/promises";

/** Counts the calls of functions by name. V8 counts them, so calls within one file count too. */
export class CallCounter {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** Starts to count. */
  static async start(): Promise<CallCounter> {
    const session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    return new CallCounter(session);
  }

  /** Stops, and returns the calls of each function: `calls(end of the file's path, name of the function)`. */
  async stop(): Promise<(file: string, name: string) => number> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    this.#session.disconnect();
    return (file, name) => callsIn(result, file, name);
  }
}

function callsIn(scripts: readonly Profiler.ScriptCoverage[], file: string, name: string): number {
  return scripts
    .filter(({ url }) => url.endsWith(file))
    .flatMap(({ functions }) => functions)
    .filter(({ functionName }) => functionName === name)
    .reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), 0);
}
