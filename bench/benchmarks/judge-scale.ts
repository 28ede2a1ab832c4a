import path from "node:path";
import { execa } from "execa";
import type { Benchmark } from "../benchmark";
import { atMost, single } from "../figure";
import { growthFigures, type GrowthPoints, powerFigure } from "../growth";
import { quantile } from "../statistics";
import { GROWING, type Growing, growingPolicy } from "../trust-policies";
import type { Measurement } from "../unmeasured";

/** Text that a document may have at most for the goal in milliseconds to hold. */
const LARGE_DOCUMENT = 128 * 1024;

/** Megabytes of room for young objects in which none of the documents has the garbage collector copy them. */
const ROOM = 64;

/** What Node runs, after options of its own. */
const RUN = [
  "--require",
  path.join(__dirname, "../../tools/typescript/register.cjs"),
  path.join(__dirname, "../judge-times.ts"),
];

/**
 * How the time to judge one document grows with each of its parts. The floor is `JSON.parse` alone, whose objects of many
 * names grow so themselves. The same judge under a flag that gives young objects more room is no floor, but tells how much
 * of a growth is the garbage collector's, for whose copies of the largest documents Node's default is too small.
 */
export const judgeScale: Benchmark = {
  name: "judge-scale",
  title:
    "documents with 1 to 2,000 statements, values, keys or providers, one provider or value again and again, " +
    "and as many of each as 128 KiB hold",
  async run({ size, signal }) {
    const rounds = size === "full" ? 61 : 11;
    const counts = size === "full" ? [1, 10, 50, 100, 500, 1000, 2000] : [1, 200, 1000];
    const figures: Measurement[] = [];
    for (const part of GROWING) {
      const largest = mostIn(part, LARGE_DOCUMENT);
      const all = [...counts, largest].sort((one, other) => one - other);
      const times = async (what: "judge" | "parse", ...flags: string[]) =>
        timesOf([...flags, ...RUN, what, part, `${rounds}`, ...all.map(String)], signal);
      const samples = await times("judge");
      const growth = { what: "microseconds", one: part, unit: "µs", limit: 1.2 };
      figures.push(...growthFigures(pointsOf(samples), growth));
      const others = {
        [`with room for young objects (${ROOM} MB)`]: await times("judge", `--max-semi-space-size=${ROOM}`),
        "floor, JSON.parse alone": await times("parse"),
      };
      for (const [how, other] of Object.entries(others)) {
        figures.push(powerFigure(pointsOf(other), { label: `${how}: power of the growth by ${part}s` }));
      }
      const kibibytes = Math.round(growingPolicy(part, largest).length / 1024);
      const label = `${largest} ${part}s in ${kibibytes} KiB`;
      figures.push(single({ label, unit: "ms", goal: atMost(50, "ms") }, samples[largest] ?? []));
    }
    return figures;
  },
};

/** How many of a part make a document just not larger than `length`. */
function mostIn(part: Growing, length: number): number {
  const perPart = growingPolicy(part, 1000).length / 1000;
  let count = Math.floor(length / perPart);
  while (growingPolicy(part, count).length > length) {
    count--;
  }
  return count;
}

/** Milliseconds by count, from the few to the many. */
async function timesOf(
  command: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<number, readonly number[]>>> {
  const { stdout } = await execa(process.execPath, command, { cancelSignal: signal });
  return JSON.parse(stdout) as Record<number, readonly number[]>;
}

/** Microseconds by count: the first quartile, since what a document leaves behind is cleared in the time of another. */
function pointsOf(samples: Readonly<Record<number, readonly number[]>>): GrowthPoints {
  return Object.entries(samples).map(
    ([count, times]) => [Number(count), quantile(times, 0.25) * 1000] as const,
  );
}
