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
  /** Where it ran, if not on the machine of {@link Results}. */
  readonly machine?: Machine;
}

/** The file with the results of all benchmarks, newest of each. */
export interface Results {
  /** Where all ran that name no other. */
  readonly machine: Machine;
  readonly benchmarks: readonly BenchmarkResult[];
}

/** Reads the file; without one there are no results yet. */
export async function readResults(file: string): Promise<Results> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? { machine: thisMachine(), benchmarks: [] } : (JSON.parse(text) as Results);
}

/**
 * Puts one benchmark's result in the file, in the place of its former one. Others stay: each says where it ran, so that nobody
 * holds figures of two machines against each other.
 *
 * @param machine - The machine of the result.
 */
export async function keepResult(
  file: string,
  result: BenchmarkResult,
  order: readonly string[],
  machine = thisMachine(),
): Promise<void> {
  const kept = await readResults(file);
  const others = kept.benchmarks.filter(({ name }) => name !== result.name);
  // The last one that is replaced leaves the machine to the new ones.
  const first = others.every((one) => one.machine !== undefined) ? machine : kept.machine;
  const all = [...others, isSame(first, machine) ? result : { ...result, machine }].map((one) =>
    one.machine !== undefined && isSame(one.machine, first) ? withoutMachine(one) : one,
  );
  all.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `${JSON.stringify({ machine: first, benchmarks: all } satisfies Results, undefined, 2)}\n`,
  );
}

function isSame(one: Machine, other: Machine): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withoutMachine(result: BenchmarkResult): BenchmarkResult {
  const { machine, ...others } = result;
  return machine === undefined ? result : others;
}
