/** Runs one target in a thread of its own, which can be ended while an input hangs. */
import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import fc from "fast-check";
import type { Failure } from "./failure-text";
import type { Outcome } from "./target";
import { targets } from "./targets";

/** What the thread is told. */
export interface WorkerData {
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  /** A single input, as a run that failed told it. */
  readonly path?: string;
  /** Of Int32: how many inputs were begun. */
  readonly begun: SharedArrayBuffer;
}

/** What it tells: first that a process was started, at the end what came of the inputs. */
export type WorkerMessage =
  | { readonly pid: number | undefined }
  | {
      readonly counts: Readonly<Record<Outcome, number>>;
      /** SHA-256 of all inputs and of what came of each: the same for the same seed, whenever it is. */
      readonly digest: string;
      /** Of the slowest input. */
      readonly milliseconds: number;
      readonly failure?: Failure & { readonly path: string };
    };

async function run({ name, seed, runs, path, begun }: WorkerData): Promise<WorkerMessage> {
  const target = targets.find((one) => one.name === name);
  if (target === undefined) {
    throw new Error(`there is no fuzz target ${name}`);
  }
  const { inputs, check, pid, close } = await target.open();
  parentPort?.postMessage({ pid } satisfies WorkerMessage);
  const counts = { accepted: 0, refused: 0 };
  const counter = new Int32Array(begun);
  const hash = createHash("sha256");
  let milliseconds = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    Atomics.add(counter, 0, 1);
    const start = performance.now();
    const outcome = await check(input);
    milliseconds = Math.max(milliseconds, performance.now() - start);
    counts[outcome]++;
    hash.update(serialize([input, outcome]));
  });
  const details = await fc.check(property, { seed, numRuns: runs, ...(path === undefined ? {} : { path }) });
  await close?.();
  const digest = hash.digest("hex");
  if (!details.failed) {
    return { counts, digest, milliseconds };
  }
  const error = details.errorInstance;
  return {
    counts,
    digest,
    milliseconds,
    failure: {
      path: details.counterexamplePath ?? "",
      reason: String(error),
      frames: error instanceof Error ? (error.stack?.match(/^ {4}at .*$/gm) ?? []) : [],
      input: readable(details.counterexample),
    },
  };
}

/** An input to look at: bytes as the text that they mostly are. */
function readable(input: unknown): string {
  return fc.stringify(input).replace(/Buffer\.from\(\[([\d,]*)\]\)/g, (_, numbers: string) => {
    const text = Buffer.from(numbers.split(",").map(Number)).toString("latin1");
    return `Buffer.from(${JSON.stringify(text)}, "latin1")`;
  });
}

void run(workerData as WorkerData).then((message) => {
  parentPort?.postMessage(message);
});
