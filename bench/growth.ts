/** How a cost grows with what there is more of. */
import { atMost, type Figure, single } from "./figure";
import { fitLine } from "./statistics";
import { type Measurement, type Names, type NotMeasured, unmeasured } from "./unmeasured";

/** Measured costs, from few to many. */
export type GrowthPoints = readonly (readonly [count: number, cost: number])[];

/**
 * The power of the growth at its upper end: 1 is linear, 2 quadratic. The cost of the fewest is taken off first, since a
 * constant in it would hide any growth; then the most are held against the most of those that are at most a quarter of
 * them.
 *
 * @param points - At least three, the middle one of them at most a quarter of the last.
 * @returns No number for other points, and for costs that do not grow, of which noise is all that a power would tell.
 */
export function growthPower(points: GrowthPoints): readonly [power: number] | NotMeasured {
  const [first] = points;
  const last = points.at(-1);
  const quarter = points.slice(1).findLast(([count]) => last !== undefined && count * 4 <= last[0]);
  if (first === undefined || last === undefined || quarter === undefined) {
    return { notMeasured: "too few sizes" };
  }
  const above = ([count, cost]: readonly [number, number]) => [count - first[0], cost - first[1]] as const;
  const [[fewer, less], [more, most]] = [above(quarter), above(last)];
  if (!(less > 0 && most > 0)) {
    return { notMeasured: "more cost no more" };
  }
  return [Math.log(most / less) / Math.log(more / fewer)];
}

/** What grows by what, and how far it may. */
export interface Growth {
  /** The cost, such as `milliseconds`. */
  readonly what: string;
  /** What there is more of, such as `role`. */
  readonly one: string;
  /** Unit of the costs, such as `ms`. */
  readonly unit: string;
  /** The power that is still taken for linear. In a total to which much else adds, a small one hides more. */
  readonly limit: number;
  /** A number of them that is out of reach here, whose cost is told by the slope. */
  readonly towards?: number;
}

/** What one more costs, by the slope, and whether that stays the same however many there are, where it can be told. */
export function growthFigures(
  points: GrowthPoints,
  { what, one, unit, limit, towards }: Growth,
): readonly [slope: Figure, power: Measurement, ...beyond: Figure[]] {
  const { slope, intercept } = fitLine(points);
  const beyond = (count: number) =>
    single({ label: `${what}, ${count.toLocaleString("en-US")} ${one}s by the slope`, unit }, [
      intercept + slope * count,
    ]);
  return [
    single({ label: `${what} a ${one}, by the slope`, unit }, [slope]),
    powerFigure(points, {
      label: `${what}: power of the growth by ${one}s`,
      goal: atMost(limit, "(1 is linear)"),
    }),
    ...(towards === undefined ? [] : [beyond(towards)]),
  ];
}

/** The power of a growth, or why it cannot be told. */
export function powerFigure(points: GrowthPoints, names: Omit<Names, "unit" | "against">): Measurement {
  const power = growthPower(points);
  const inNoUnit = { ...names, unit: "" };
  return "notMeasured" in power ? unmeasured(inNoUnit, power) : single(inNoUnit, power);
}
