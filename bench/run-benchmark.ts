/** Runs one benchmark with what it needs, and stops all of that afterwards. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Lab } from "../lab";
import { prepareToolchain, type Toolchain } from "../lab/pulumi/toolchain";
import type { Benchmark, BenchmarkSize } from "./benchmark";
import type { BenchmarkResult } from "./kept-results";
import type { MeasuredCode } from "./measured-code";

/** Flat programs declare applications without owners: the deployer need not own what it changes. */
const BROAD = ["Application.ReadWrite.All"];

/** How a benchmark runs. */
export interface RunOptions {
  readonly size: BenchmarkSize;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
  readonly code: MeasuredCode;
}

/** Runs it in a folder of its own and, if it asks for one, a lab of its own. */
export async function runBenchmark(benchmark: Benchmark, options: RunOptions): Promise<BenchmarkResult> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), `azure-to-aws-bench-${benchmark.name}-`)));
  let toolchain: Promise<Toolchain> | undefined;
  let lab: Promise<Lab> | undefined;
  const prepared = async () => (toolchain ??= prepareToolchain(options));
  const begun = performance.now();
  try {
    const figures = await benchmark.run({
      ...options,
      folder,
      toolchain: prepared,
      lab: async (labOptions) =>
        (lab ??= prepared().then(async (tools) =>
          Lab.start(tools, { graphPermissions: BROAD, pluginProcesses: true, ...labOptions }),
        )),
    });
    return {
      name: benchmark.name,
      title: benchmark.title,
      figures,
      ...options.code,
      date: new Date().toISOString(),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await lab?.then(
      async (running) => running.stop(),
      () => undefined,
    );
    await rm(folder, { recursive: true, force: true });
  }
}
