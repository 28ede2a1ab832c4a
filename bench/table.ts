/** Shows figures as a table on a terminal. */
import type { BenchmarkResult } from "./kept-results";
import type { Figure } from "./figure";
import type { Summary } from "./statistics";

const HEAD = ["", "ours", "against", "ratio", "goal"] as const;

/** Renders the figures of one benchmark: a headline and a row a figure. */
export function renderTable({ name, title, figures }: BenchmarkResult): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return [`${name}: ${title}`, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

function cells(figure: Figure): readonly string[] {
  return [
    figure.against ? `${figure.label}, against ${figure.against.label}` : figure.label,
    spread(figure.ours, figure.unit),
    figure.against ? spread(figure.against, figure.unit) : "",
    figure.ratio ? `× ${round(figure.ratio.median)}` : "",
    [
      figure.goal ? `${figure.goal.met ? "met" : "MISSED"}: ${figure.goal.text}` : "",
      figure.floor ? `floor ${round(figure.floor.median)} ${figure.unit} (${figure.floor.label})` : "",
    ]
      .filter(Boolean)
      .join("; "),
  ];
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
