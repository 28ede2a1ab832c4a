import assert from "node:assert/strict";
import { benchmarks } from "../../bench/benchmarks";
import { runBenchmark } from "../../bench/run-benchmark";

describe("each benchmark puts out figures", () => {
  // Engines and labs start in each.
  for (const benchmark of benchmarks) {
    it(benchmark.name, async function () {
      this.timeout(180_000);
      const { figures } = await runBenchmark(benchmark, {
        size: "smoke",
        report: () => undefined,
        signal: new AbortController().signal,
      });
      assert.ok(figures.length > 0);
      for (const { label, ours } of figures) {
        assert.ok(Number.isFinite(ours.median) && ours.count > 0, label);
      }
    });
  }
});
