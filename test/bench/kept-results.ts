/** The figures of a run as they are kept. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Machine, thisMachine } from "./machine";
import type { Measurement } from "./unmeasured";

/** What one benchmark put out. */
export interface BenchmarkResult {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Measurement[];
  /** The run that it is of, named by when that began, ISO 8601. */
  readonly run: string;
  /** The code that was measured: a commit, with `-dirty` where files differed from it; undefined outside of a clone. */
  readonly commit?: string;
  /** When it ended, ISO 8601. */
  readonly date: string;
  /** Seconds that it took. */
  readonly seconds: number;
}

/** The file with the results of all benchmarks, newest of each. */
export interface Results {
  readonly machine: Machine;
  readonly benchmarks: readonly BenchmarkResult[];
}

/** Reads the file; without one, or with figures from another machine, there are no results yet. */
export async function readResults(file: string): Promise<Results> {
  const machine = thisMachine();
  const text = await readFile(file, "utf8").catch(() => undefined);
  const kept = text === undefined ? undefined : (JSON.parse(text) as Results);
  const isComparable = kept !== undefined && JSON.stringify(kept.machine) === JSON.stringify(machine);
  return { machine, benchmarks: isComparable ? kept.benchmarks : [] };
}

/** Puts one benchmark's result in the file, in the place of its former one. */
export async function keepResult(
  file: string,
  result: BenchmarkResult,
  order: readonly string[],
): Promise<void> {
  const { machine, benchmarks } = await readResults(file);
  const all = [...benchmarks.filter(({ name }) => name !== result.name), result];
  all.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine, benchmarks: all } satisfies Results, undefined, 2)}\n`);
}
