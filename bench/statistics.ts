/** Medians, spreads and slopes of measured samples. */

/** What a list of samples comes down to. All numbers have the samples' unit. */
export interface Summary {
  readonly median: number;
  /** First and third quartile: half of all samples lie between them. */
  readonly low: number;
  readonly high: number;
  /** How many samples there were. */
  readonly count: number;
}

/**
 * The value below which a share of the samples lies, interpolated between neighbours.
 *
 * @param share - 0 to 1.
 * @throws RangeError without samples.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) {
    throw new RangeError("there are no samples to summarise");
  }
  return below + (above - below) * (position - Math.floor(position));
}

/** Median and quartiles. */
export function summarise(samples: readonly number[]): Summary {
  return {
    median: quantile(samples, 0.5),
    low: quantile(samples, 0.25),
    high: quantile(samples, 0.75),
    count: samples.length,
  };
}

/**
 * The median of the ratios of samples that were taken side by side: what slows the machine down for a while slows both
 * of a pair.
 */
export function pairedRatio(ours: readonly number[], against: readonly number[]): Summary {
  return summarise(ours.map((sample, index) => sample / (against[index] ?? Number.NaN)));
}

/** A straight line through points, by least squares. */
export interface Line {
  /** Cost of one more. */
  readonly slope: number;
  /** Cost of none. */
  readonly intercept: number;
}

/** Fits a line through points `[x, y]`, at least two with different `x`. */
export function fitLine(points: readonly (readonly [x: number, y: number])[]): Line {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const covariance = mean(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  const varianceX = mean(points.map(([x]) => (x - meanX) ** 2));
  const slope = covariance / varianceX;
  return { slope, intercept: meanY - slope * meanX };
}
