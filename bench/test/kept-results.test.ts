import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BenchmarkResult, keepResult, readResults } from "../kept-results";
import type { Machine } from "../machine";
import { renderFigures } from "../page";

const OLD: Machine = { processor: "P", cores: 2, memory: 24, system: "Linux 1", node: "v20.0.0" };
const NEW: Machine = { ...OLD, system: "Linux 2" };
const ORDER = ["first", "second"];

function resultOf(name: string, run: string): BenchmarkResult {
  return { name, title: name, figures: [], run, date: run, seconds: 1, commit: "abc1234" };
}

describe("the kept results", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kept-results-"));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it("of one machine stay when one is measured on another, and each says where", async () => {
    const file = path.join(folder, "results.json");
    await keepResult(file, resultOf("second", "2026-01-01"), ORDER, OLD);
    await keepResult(file, resultOf("first", "2026-01-02"), ORDER, NEW);
    const results = await readResults(file);
    assert.deepEqual(results, {
      machine: OLD,
      benchmarks: [{ ...resultOf("first", "2026-01-02"), machine: NEW }, resultOf("second", "2026-01-01")],
    });
    const page = renderFigures(results);
    assert.match(page, /P, 2 cores, 24 GiB; Linux 1; Node v20\.0\.0; 2 runs, 2026-01-01 to 2026-01-02\./);
    assert.match(
      page,
      /First\. Measured at commit `abc1234` on 2026-01-02 in 1 s on another machine \(P, 2 cores, 24 GiB; Linux 2; Node v20\.0\.0\)\./,
    );
    assert.match(page, /Second\. Measured at commit `abc1234` on 2026-01-01 in 1 s\./);
  });

  it("are of the new machine when nothing of the old one is left", async () => {
    const file = path.join(folder, "results.json");
    await keepResult(file, resultOf("first", "2026-01-01"), ORDER, OLD);
    await keepResult(file, resultOf("second", "2026-01-02"), ORDER, NEW);
    await keepResult(file, resultOf("first", "2026-01-03"), ORDER, NEW);
    assert.deepEqual(await readResults(file), {
      machine: NEW,
      benchmarks: [resultOf("first", "2026-01-03"), resultOf("second", "2026-01-02")],
    });
  });
});
