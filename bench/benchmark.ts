/** What a benchmark is. */
import type { Lab, LabOptions } from "../lab";
import type { Toolchain } from "../lab/pulumi/toolchain";
import type { Measurement } from "./unmeasured";

/** How much is measured: `full` for figures to publish, `smoke` to see that a benchmark works at all. */
export type BenchmarkSize = "full" | "smoke";

/** What a running benchmark may use. */
export interface BenchmarkContext {
  readonly size: BenchmarkSize;
  /** Takes one line on what is being done. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string;
  /** Pulumi CLI and Python tools, prepared at the first call. */
  readonly toolchain: () => Promise<Toolchain>;
  /** A running lab of its own, started at the first call, which may say how, and stopped afterwards. */
  readonly lab: (options?: LabOptions) => Promise<Lab>;
}

/** One benchmark; its file has its name. */
export interface Benchmark {
  readonly name: string;
  /** What is measured and against what, in one line. */
  readonly title: string;
  readonly run: (context: BenchmarkContext) => Promise<readonly Measurement[]>;
}

/** Picks a number by the size. */
export function bySize<T>(size: BenchmarkSize, values: Readonly<Record<BenchmarkSize, T>>): T {
  return values[size];
}
