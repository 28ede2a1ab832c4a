/** Draws how much of each goal is used, as SVG text. */
import type { BenchmarkResult } from "./kept-results";
import { isUnmeasured, type Measurement } from "./unmeasured";

const WIDTH = 880;
const ROW = 22;
const LABELS = 540;
const MARGIN = 16;

/** The decades that the picture shows: from a thousandth of a goal to twice the goal. */
const LEAST = -3;
const MOST = Math.log10(2);

/** Where a share of a goal lies, in pixels from the left. */
function position(used: number): number {
  const decade = Math.min(Math.max(Math.log10(used), LEAST), MOST);
  return LABELS + ((decade - LEAST) / (MOST - LEAST)) * (WIDTH - LABELS - MARGIN);
}

/** One bar a figure that has a goal, or why it was not measured; a bar that passes the line at 1 misses it. */
export function renderPlot(results: readonly BenchmarkResult[]): string {
  const rows = results.flatMap(({ name, figures }) =>
    figures
      .filter(({ goal }) => goal !== undefined)
      .map((figure) => (top: number) => caption(describe(name, figure), top) + share(figure, top)),
  );
  const height = MARGIN * 2 + ROW * (rows.length + 2);
  const bottom = height - MARGIN - ROW;
  const ticks = [0.001, 0.01, 0.1, 1];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>How much of each goal is used</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...ticks.map(
      (tick) =>
        `<line x1="${position(tick)}" x2="${position(tick)}" y1="${MARGIN}" y2="${bottom}" stroke="${tick === 1 ? "#b42318" : "#d0d5dd"}"/>` +
        `<text x="${position(tick)}" y="${bottom + 16}" text-anchor="middle">${tick === 1 ? "goal" : String(tick)}</text>`,
    ),
    ...rows.map((draw, index) => draw(MARGIN + ROW * index)),
    `</svg>`,
    "",
  ].join("\n");
}

function caption(label: string, top: number): string {
  return `<text x="${LABELS - 8}" y="${top + 15}" text-anchor="end">${escape(label)}</text>`;
}

function share(figure: Measurement, top: number): string {
  if (isUnmeasured(figure)) {
    return `<text x="${LABELS + 4}" y="${top + 15}" fill="#b42318">${escape(`not measured: ${figure.notMeasured}`)}</text>`;
  }
  const used = figure.goal?.used ?? 0;
  const width = Math.max(position(used) - LABELS, 1).toFixed(1);
  return `<rect x="${LABELS}" y="${top + 4}" width="${width}" height="${ROW - 8}" fill="${used <= 1 ? "#175cd3" : "#b42318"}"/>`;
}

function describe(name: string, { label, against }: Measurement): string {
  return `${name}: ${label}${against ? ` / ${against.label}` : ""}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
