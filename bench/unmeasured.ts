/** What could not be measured here keeps its row and its goal, so that nobody takes it for met. */
import { compared, type Figure, type Goal } from "./figure";
import { summarise, type Summary } from "./statistics";

/** Why something has no samples. */
export interface NotMeasured {
  /** The reason, such as `jq is missing`. */
  readonly notMeasured: string;
}

/** The row of a figure that there is not. */
export interface Unmeasured extends NotMeasured, Pick<Figure, "label" | "unit"> {
  /** Ours, where only the other could not be measured. */
  readonly ours?: Summary;
  readonly against?: { readonly label: string };
  readonly goal?: Pick<Goal, "text">;
}

/** A row of a table: a figure, or why there is none. */
export type Measurement = Figure | Unmeasured;

/** What a figure would be called and held against. */
export interface Names extends Pick<Figure, "label" | "unit"> {
  readonly against?: string;
  readonly goal?: (value: number) => Goal;
}

/** The row of what was not measured. */
export function unmeasured(
  { label, unit, against, goal }: Names,
  { notMeasured }: NotMeasured,
  ours?: readonly number[],
): Unmeasured {
  return {
    label,
    unit,
    notMeasured,
    ...(ours === undefined ? {} : { ours: summarise(ours) }),
    ...(against === undefined ? {} : { against: { label: against } }),
    // The words of a goal are the same for every value.
    ...(goal === undefined ? {} : { goal: { text: goal(Number.NaN).text } }),
  };
}

/** A figure of a pair or, where the other has no samples, its row with the reason. */
export function comparedWhereMeasured(
  names: Names & { readonly against: string },
  ours: readonly number[],
  against: readonly number[] | NotMeasured,
): Measurement {
  return "notMeasured" in against ? unmeasured(names, against, ours) : compared(names, { ours, against });
}

/** Whether a row has no figure. */
export function isUnmeasured(measurement: Measurement): measurement is Unmeasured {
  return "notMeasured" in measurement;
}
