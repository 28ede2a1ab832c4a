/** What a benchmark puts out: figures, each with what it is compared to and whether its goal is met. */
import { pairedRatio, summarise, type Summary } from "./statistics";

/** One figure of one benchmark. */
export interface Figure {
  /** What was measured, such as `1,000 policies`. */
  readonly label: string;
  /** Unit of the samples, such as `ms`. */
  readonly unit: string;
  readonly ours: Summary;
  /** What it is held against, measured in the same run. */
  readonly against?: { readonly label: string } & Summary;
  /** Ours by the other, pair by pair. */
  readonly ratio?: Summary;
  readonly goal?: Goal;
}

/** What a figure should be. */
export interface Goal {
  /** The goal in words, such as `at most 8 times`. */
  readonly text: string;
  readonly met: boolean;
  /** How much of what the goal allows is used: 1 is just met, 0.5 is twice as good as asked. */
  readonly used: number;
}

/** Samples of a pair that was measured alternately, in the order of the rounds. */
export interface Pair {
  readonly ours: readonly number[];
  readonly against: readonly number[];
}

/** A figure without a comparison. */
export function single(
  { label, unit, goal }: Pick<Figure, "label" | "unit"> & { goal?: (median: number) => Goal },
  samples: readonly number[],
): Figure {
  const ours = summarise(samples);
  return { label, unit, ours, ...(goal ? { goal: goal(ours.median) } : {}) };
}

/**
 * A figure of a pair, whose goal is about the median of the pairs' ratios.
 *
 * @throws RangeError when a sample of the other is not above 0: the machine was too restless to tell a difference; and
 *   when there are not as many of both.
 */
export function compared(
  names: Pick<Figure, "label" | "unit"> & { against: string; goal?: (ratio: number) => Goal },
  pair: Pair,
): Figure {
  if (pair.against.length !== pair.ours.length) {
    throw new RangeError(
      `${names.label}: ${pair.ours.length} samples of ours, ${pair.against.length} of ${names.against}`,
    );
  }
  const least = Math.min(...pair.against);
  if (!(least > 0)) {
    throw new RangeError(
      `${names.label}: ${names.against} took ${least} ${names.unit}, which nothing can be held against`,
    );
  }
  const ratio = pairedRatio(pair.ours, pair.against);
  return {
    label: names.label,
    unit: names.unit,
    ours: summarise(pair.ours),
    against: { label: names.against, ...summarise(pair.against) },
    ratio,
    ...(names.goal ? { goal: names.goal(ratio.median) } : {}),
  };
}

/** A goal that a value stays at or below a limit. */
export function atMost(limit: number, unit = "times"): (value: number) => Goal {
  return (value) => goal(`at most ${limit} ${unit}`, value / limit);
}

/** A goal that a value reaches a limit. */
export function atLeast(limit: number, unit = ""): (value: number) => Goal {
  return (value) => goal(`at least ${limit} ${unit}`.trimEnd(), limit / value);
}

/** A goal that the other takes at least so many times as long. */
export function timesFaster(factor: number): (ratio: number) => Goal {
  return (ratio) => goal(`at least ${factor} times faster`, ratio * factor);
}

function goal(text: string, used: number): Goal {
  return { text, met: used <= 1, used };
}
