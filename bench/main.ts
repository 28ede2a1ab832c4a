/** `npm start -w bench [-- NAME…]`: measures, prints a table, keeps the figures in `bench/results.json` and the docs. */
import path from "node:path";
import { runCommand } from "../lab/command";
import { PROJECT_ROOT } from "../tools/project-root";
import { benchmarks } from "./benchmarks";
import { keepResult, readResults } from "./kept-results";
import { measuredCode } from "./measured-code";
import { writePage } from "./page";
import { runBenchmark } from "./run-benchmark";
import { renderTable } from "./table";

const RESULTS = path.join(PROJECT_ROOT, "bench/results.json");

async function main(signal: AbortSignal): Promise<void> {
  const names = benchmarks.map(({ name }) => name);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`there is no benchmark ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  }
  const chosen = benchmarks.filter(({ name }) => asked.length === 0 || asked.includes(name));
  // Before the first result is written, which changes files of the clone.
  const code = await measuredCode();
  for (const benchmark of chosen) {
    const report = (line: string) => {
      console.error(`${benchmark.name}: ${line}`);
    };
    report(benchmark.title);
    const result = await runBenchmark(benchmark, { size: "full", report, signal, code });
    await keepResult(RESULTS, result, names);
    console.log(renderTable(result));
    await writePage(path.join(PROJECT_ROOT, "docs/reference"), await readResults(RESULTS));
  }
}

void runCommand(main);
