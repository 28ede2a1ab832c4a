/** Shows each step live with its time: with color and a spinner on a terminal, as plain lines elsewhere. */
import { Listr, PRESET_TIMER } from "listr2";
import { terminalColumns, wrapped } from "../../lab/terminal";

/** What a running step may use. */
export interface StepTools {
  /** Shows one line of progress. */
  readonly report: (line: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A promise of the demo did not hold. The message is for the user. */
export class DemoFailure extends Error {
  override readonly name = "DemoFailure";
}

/** Where steps are shown. `nowhere` is for tests. */
export type StepDisplay = "console" | "nowhere";

/** Columns that the renderers put before a line below a step. */
const MARK_COLUMNS = 4;

/** One step of the demo. */
export interface Step<T> {
  readonly title: string;
  readonly work: (tools: StepTools) => Promise<T>;
  /** A summary of the result. It is the last line below the step. */
  readonly outcome: (result: T) => string;
}

/** Runs steps one after the other. */
export class StepRunner {
  /** Seconds that each finished step took, in order. */
  readonly seconds: { readonly title: string; readonly seconds: number }[] = [];
  #number = 0;

  constructor(
    private readonly options: {
      readonly display: StepDisplay;
      readonly signal: AbortSignal;
      /** How many steps there will be. Default: they are not counted. */
      readonly total?: number;
    },
  ) {}

  /** Runs one step. An error is shown and thrown again. */
  async run<T>(step: Step<T>): Promise<T> {
    this.options.signal.throwIfAborted();
    const { total } = this.options;
    const numbered = total === undefined ? step.title : `${++this.#number}/${total} ${step.title}`;
    const begun = performance.now();
    const results: T[] = [];
    await new Listr(
      [
        {
          title: numbered,
          rendererOptions: { persistentOutput: true },
          task: async (_context, task) => {
            const show = (line: string) => {
              task.output = wrapped(line, terminalColumns() - MARK_COLUMNS, "   ");
            };
            const result = await step.work({
              report: show,
              signal: this.options.signal,
            });
            results.push(result);
            show(step.outcome(result));
          },
        },
      ],
      {
        ...(this.options.display === "console" ? { renderer: "default" } : { renderer: "silent" }),
        fallbackRenderer: "simple",
        rendererOptions: { timer: PRESET_TIMER, collapseErrors: false },
        fallbackRendererOptions: { timer: PRESET_TIMER },
        // The caller handles Ctrl-C, because it must stop the lab first.
        registerSignalListeners: false,
      },
    ).run();
    this.seconds.push({ title: step.title, seconds: (performance.now() - begun) / 1000 });
    return results[0] as T;
  }
}
