/** What every step of the demo is given, and how a step says that something is not as promised. */

/** What a running step may use. */
export interface StepTools {
  /** Shows one line of progress. */
  readonly report: (line: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Something that the demo promises did not hold. Its message is for the person who watches. */
export class DemoFailure extends Error {
  override readonly name = "DemoFailure";
}
