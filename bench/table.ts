/** Shows figures as a table on a terminal. */
import type { BenchmarkResult } from "./kept-results";
import type { Summary } from "./statistics";
import { isUnmeasured, type Measurement } from "./unmeasured";

/** As wide as a terminal is at least. */
const WIDTH = 80;

/** Columns of what was measured, ours, the ratio and the verdict. */
const COLUMNS = [40, 20, 8, 7] as const;

/**
 * Renders the figures of one benchmark: a headline, then for each figure a line with ours, the ratio and whether the
 * goal is met, and below it what it is held against and the goal. No line is wider than 80 columns.
 */
export function renderTable({ name, title, figures }: BenchmarkResult): string {
  const head = [...wrapped(`${name}: ${title}`, ""), ...row("", "ours", "ratio", "goal")];
  return [...head, ...figures.flatMap(figureLines), ""].join("\n");
}

function figureLines(figure: Measurement): readonly string[] {
  const { label, unit, ours, goal } = figure;
  const ratio = isUnmeasured(figure) || !figure.ratio ? "" : `× ${round(figure.ratio.median)}`;
  const details = [otherOf(figure), goal === undefined ? "" : `goal: ${goal.text}`].filter(Boolean);
  return [
    ...row(label, ours === undefined ? "" : spread(ours, unit), ratio, verdictOf(figure)),
    ...(details.length === 0 ? [] : wrapped(details.join("; "), "    ")),
  ];
}

function verdictOf(figure: Measurement): string {
  if (figure.goal === undefined) {
    return "";
  }
  return isUnmeasured(figure) ? "UNKNOWN" : figure.goal.met ? "met" : "MISSED";
}

/** What a figure is held against, or why it is not. */
export function otherOf(figure: Measurement): string {
  const other = figure.against === undefined ? "" : `${figure.against.label}: `;
  if (isUnmeasured(figure)) {
    return `${other}not measured: ${figure.notMeasured}`;
  }
  return figure.against === undefined ? "" : other + spread(figure.against, figure.unit);
}

/** A label that is too long for its column has the lines before. */
function row(
  label: string,
  ...cells: readonly [ours: string, ratio: string, verdict: string]
): readonly string[] {
  const lines = wrapped(label, "  ", COLUMNS[0]);
  const last = (lines.pop() ?? "").padEnd(COLUMNS[0]);
  const [ours, ratio, verdict] = cells;
  const numbers = ours.padStart(COLUMNS[1]) + `  ${ratio.padStart(COLUMNS[2])}  ${verdict}`;
  return [...lines, (last + numbers).trimEnd()];
}

/** The words in lines of at most `width` columns, each indented. */
function wrapped(text: string, indent: string, width: number = WIDTH): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line];
}

/** Median and half the distance of the quartiles. */
export function spread({ median, low, high, count }: Summary, unit: string): string {
  const deviation = count > 1 ? ` ± ${round((high - low) / 2)}` : "";
  return `${round(median)}${deviation} ${unit}`.trimEnd();
}

/** Three significant digits, as a person would write them. */
export function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}
