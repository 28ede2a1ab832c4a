import path from "node:path";
import { Worker } from "node:worker_threads";
import { type Report, withHeartbeat } from "../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { failureText } from "./failure-text";
import type { Outcome, Target } from "./target";
import type { WorkerData, WorkerMessage } from "./worker";

/** Lets a thread run TypeScript. */
export const TYPESCRIPT = path.join(PROJECT_ROOT, "tools/typescript/register.cjs");

/** How often is looked whether a target goes on, in milliseconds. */
const TICK = 500;

/**
 * After how many ticks an input counts as hanging: most take less than a millisecond. Ticks and not time, since on a
 * machine that stands still they do so too.
 */
const LIMIT = 60;

/** After how many ticks a target must be ready. */
const START_LIMIT = 240;

/** How a target is run. */
export interface CampaignOptions {
  /** What the inputs are made from: the same ones each time. */
  readonly seed: number;
  readonly runs: number;
  /** A single input, as a run that failed told it. */
  readonly path?: string;
  /** Whether a failure is told uncut. Default: false. */
  readonly whole?: boolean;
  /** Takes a line at the beginning and every few seconds. Default: nothing is told. */
  readonly report?: Report;
}

/** What came of a target's inputs. */
export interface CampaignResult {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** SHA-256 of all inputs and outcomes, the same for the same seed; `undefined` after a hang. */
  readonly digest: string | undefined;
  /** Of the slowest input, rounded up. */
  readonly milliseconds: number;
  /** Why a demand was not met and how to see it again; `undefined` where all were. */
  readonly failure: string | undefined;
}

/** Feeds a target. What goes wrong with an input, a hang included, is told in the result. */
export async function runCampaign(target: Target, options: CampaignOptions): Promise<CampaignResult> {
  const begun = new SharedArrayBuffer(4);
  const { report } = options;
  if (report === undefined) {
    return feed(target, options, begun);
  }
  const counter = new Int32Array(begun);
  const all = options.path === undefined ? ` of ${options.runs.toLocaleString("en")}` : "";
  const describe = (seconds: number): string =>
    `${target.name}: ${(counter[0] ?? 0).toLocaleString("en")}${all} inputs (${seconds} s)`;
  return withHeartbeat(report, describe, () => feed(target, options, begun));
}

async function feed(
  target: Target,
  options: CampaignOptions,
  begun: SharedArrayBuffer,
): Promise<CampaignResult> {
  const { seed, runs, path: only } = options;
  const data: WorkerData = {
    name: target.name,
    seed,
    runs,
    begun,
    ...(only === undefined ? {} : { path: only }),
  };
  const [hook, file] = [TYPESCRIPT, path.join(__dirname, "worker")].map((name) => JSON.stringify(name));
  // The hook comes first: the thread's own file is TypeScript.
  const worker = new Worker(`require(${hook}); require(${file});`, {
    eval: true,
    workerData: data,
  });
  let pid: number | undefined;
  const counter = new Int32Array(begun);
  try {
    return await new Promise<CampaignResult>((resolve, reject) => {
      const replay = (at: string): string => `npm test -- fuzz ${target.name} --seed ${seed} --path ${at}`;
      let [seen, ticks] = [0, 0];
      const watch = setInterval(() => {
        if (counter[0] !== seen) {
          [seen, ticks] = [counter[0] ?? 0, 0];
        } else if (++ticks > (seen === 0 ? START_LIMIT : LIMIT)) {
          clearInterval(watch);
          const at = only ?? String(Math.max(0, seen - 1));
          const what =
            seen === 0 ? "it does not start" : `an input takes more than ${(LIMIT * TICK) / 1000} s`;
          const failure = `hang: ${what}; again: ${replay(at)}`;
          const counts = { accepted: 0, refused: 0 };
          resolve({ counts, digest: undefined, milliseconds: LIMIT * TICK, failure });
        }
      }, TICK);
      worker.on("message", (message: WorkerMessage) => {
        if (!("counts" in message)) {
          pid = message.pid;
          return;
        }
        clearInterval(watch);
        pid = undefined;
        const { counts, digest, milliseconds, failure: failed } = message;
        const { whole = false } = options;
        const failure = failed && failureText(failed, { again: replay(failed.path), whole });
        resolve({ counts, digest, milliseconds: Math.ceil(milliseconds), failure });
      });
      worker.on("error", (error) => {
        clearInterval(watch);
        reject(error);
      });
    });
  } finally {
    await worker.terminate();
    endProcess(pid);
  }
}

/** Ends the target's process where the thread could not. */
function endProcess(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile, as it does when its input ends.
  }
}
