import { judgeTrustPolicy } from "azure-to-aws-federation/trust";
import type { Benchmark } from "../benchmark";
import { atMost, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { growthFigures } from "../growth";
import { quantile } from "../statistics";
import { GROWING, growingPolicy, type Growing } from "../trust-policies";

/** Text that a document may have at most for the goal in milliseconds to hold. */
const LARGE_DOCUMENT = 128 * 1024;

/** Up to so many points noise would be all that a growth tells. */
const FEW = 3;

/** How the time to judge one document grows with each of its parts. */
export const judgeScale: Benchmark = {
  name: "judge-scale",
  title:
    "documents with 1 to 2,000 statements, condition values, keys and providers, and as many as 128 KiB hold",
  async run({ size, signal }) {
    const rounds = size === "full" ? 21 : 2;
    const counts = size === "full" ? [1, 10, 50, 100, 500, 1000, 2000] : [1, 20];
    const figures: Figure[] = [];
    for (const part of GROWING) {
      const all = [...counts, mostIn(part, LARGE_DOCUMENT)].sort((one, other) => one - other);
      const documents = all.map((count) => [count, growingPolicy(part, count)] as const);
      const candidates = Object.fromEntries(
        documents.map(([count, text]) => [count, () => void judgeTrustPolicy(text)]),
      );
      const samples = await inRounds({ rounds, warmUp: 3, signal }, candidates);
      figures.push(...figuresOf(part, documents, samples));
    }
    return figures;
  },
};

/** How many of a part make a document just not larger than `length`. */
function mostIn(part: Growing, length: number): number {
  const perPart = growingPolicy(part, 1000).length / 1000;
  let count = Math.floor(length / perPart);
  while (growingPolicy(part, count).length > length) count--;
  return count;
}

function figuresOf(
  part: Growing,
  documents: readonly (readonly [number, string])[],
  samples: Readonly<Record<string, readonly number[]>>,
): Figure[] {
  const timesOf = (count: number) => samples[String(count)] ?? [];
  const points = documents.map(([count]) => [count, quantile(timesOf(count), 0.5) * 1000] as const);
  const largest = documents.findLast(([, text]) => text.length <= LARGE_DOCUMENT) ?? documents[0];
  return [
    ...(points.length > FEW
      ? growthFigures(points, { what: "microseconds", one: part, unit: "µs", limit: 1.2 })
      : []),
    single(
      {
        label: `${largest?.[0] ?? 0} ${part}s in ${Math.round((largest?.[1].length ?? 0) / 1024)} KiB`,
        unit: "ms",
        goal: atMost(50, "ms"),
      },
      timesOf(largest?.[0] ?? 0),
    ),
  ];
}
