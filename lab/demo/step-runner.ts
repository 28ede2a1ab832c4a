/** Shows each step live with its time: with colour and movement on a terminal, in plain lines elsewhere. */
import { Listr, PRESET_TIMER } from "listr2";
import { terminalColumns, wrapped } from "../wrapped";

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

/** Where steps are shown: nowhere is for tests. */
export type StepDisplay = "console" | "nowhere";

/** Columns of what the renderers put before a line below a step. */
const MARK_COLUMNS = 4;

/** One step of the demo. */
export interface Step<T> {
  readonly title: string;
  readonly work: (tools: StepTools) => Promise<T>;
  /** What a person should know of the result; it is the last line that stands below the step. */
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

  /** Runs one step; what it throws is shown and thrown on. */
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
        // Ctrl-C belongs to whoever runs the demo: it has a lab to stop first.
        registerSignalListeners: false,
      },
    ).run();
    this.seconds.push({ title: step.title, seconds: (performance.now() - begun) / 1000 });
    return results[0] as T;
  }
}
