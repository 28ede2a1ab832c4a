/** How a cost grows with what there is more of. */
import { atMost, type Figure, single } from "./figure";
import { fitLine } from "./statistics";

/** Measured costs, from few to many. */
export type GrowthPoints = readonly (readonly [count: number, cost: number])[];

/**
 * The power of the growth at its upper end: 1 is linear, 2 quadratic. The cost of the fewest is taken off first, since a
 * constant in it would hide any growth; then the most are held against the most of those that are at most a quarter of
 * them.
 *
 * @param points - At least three, the middle one of them at most a quarter of the last.
 */
export function growthPower(points: GrowthPoints): number {
  const [first] = points;
  const last = points.at(-1);
  const quarter = points.slice(1).findLast(([count]) => last !== undefined && count * 4 <= last[0]);
  if (first === undefined || last === undefined || quarter === undefined) {
    return Number.NaN;
  }
  const above = ([count, cost]: readonly [number, number]) => [count - first[0], cost - first[1]] as const;
  const [[fewer, less], [more, most]] = [above(quarter), above(last)];
  return Math.log(most / less) / Math.log(more / fewer);
}

/** What one more costs, by the slope, and whether that stays the same however many there are. */
export function growthFigures(
  points: GrowthPoints,
  what: string,
  one: string,
  unit: string,
): readonly [slope: Figure, power: Figure] {
  return [
    single({ label: `${what} a ${one}, by the slope`, unit }, [fitLine(points).slope]),
    single(
      { label: `${what}: power of the growth by ${one}s`, unit: "", goal: atMost(1.2, "(1 is linear)") },
      [growthPower(points)],
    ),
  ];
}
