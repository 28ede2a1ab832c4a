/** Draws pictures of figures as SVG text. Each is as wide as a phone, so nothing in it has to shrink. */
import type { BenchmarkResult } from "./kept-results";
import { round } from "./table";
import { isUnmeasured, type Measurement } from "./unmeasured";

const WIDTH = 400;
const MARGIN = 12;
const INNER = WIDTH - 2 * MARGIN;

const OURS = "#175cd3";
const OTHER = "#98a2b3";
const MISSED = "#b42318";
const TEXT = "#101828";
const SMALL = "#475467";

/** How many characters fit in a line, of bold and of other type. */
const LINE = { bold: 52, other: 62 } as const;

/** The goal's place in the overview, as a share of the width: what misses its goal by up to a half still fits. */
const GOAL = INNER / 1.5;

/** One bar of a chart. */
interface Bar {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly isOurs: boolean;
}

/** A picture that belongs to the page: its file, what it shows, and its SVG text. */
export interface Picture {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/**
 * The pictures of all results: how much of its goal each benchmark uses, and three comparisons. One whose figures are not measured is
 * left out.
 */
export function renderPictures(results: readonly BenchmarkResult[]): Picture[] {
  const find = figuresOf(results);
  const judged = find("judge", "1000 trust policies for GitHub Actions");
  const warm = find("helper-warm", "one call", "the post's script");
  const audited = results.find(({ name }) => name === "audit")?.figures ?? [];
  const others = audited.filter(({ against }) => against !== undefined);
  return [
    { file: "performance.svg", title: "How much of each goal is used", svg: overview(results) },
    ...chart("performance-credentials.svg", "One credential call, warm", [
      ...bars(warm, "this project", "the post's script"),
      ...bars(find("helper-warm", "floor: an empty Python"), "an empty Python, for comparison").map(asOther),
    ]),
    ...chart("performance-judge.svg", "Judging 1,000 trust policies, start-up taken off", [
      ...bars(judged, "judge", "Checkov's rule"),
    ]),
    ...chart("performance-audit.svg", "Auditing an AWS account: roles a second", [
      ...bars(others[0], "audit", "Cloudsplaining"),
      ...bars(others[1], "", "Parliament").slice(1),
    ]),
  ];
}

function figuresOf(results: readonly BenchmarkResult[]) {
  return (name: string, label: string, against?: string): Measurement | undefined =>
    results
      .find((result) => result.name === name)
      ?.figures.find(
        (figure) => figure.label === label && (against === undefined || figure.against?.label === against),
      );
}

function bars(figure: Measurement | undefined, ours: string, other = ""): Bar[] {
  if (figure === undefined || isUnmeasured(figure)) {
    return [];
  }
  const { unit, against } = figure;
  const own = { label: ours, value: figure.ours.median, unit, isOurs: true };
  return against === undefined ? [own] : [own, { label: other, value: against.median, unit, isOurs: false }];
}

function asOther(bar: Bar): Bar {
  return { ...bar, isOurs: false };
}

function chart(file: string, title: string, rows: readonly Bar[]): Picture[] {
  if (rows.length < 2) {
    return [];
  }
  const most = Math.max(...rows.map(({ value }) => value));
  const unit = rows[0]?.unit ?? "";
  const drawn = rows.map(({ label, value, isOurs }, index) => {
    const top = 62 + index * 44;
    return [
      text(MARGIN, top, `${label}: ${round(value)} ${unit}`, { bold: isOurs }),
      bar(top + 6, (value / most) * INNER, isOurs ? OURS : OTHER),
    ].join("\n");
  });
  const note = `Median, in ${unit}. The same machine, the same run.`;
  return [{ file, title, svg: picture(title, note, 62 + rows.length * 44, drawn) }];
}

/** For each benchmark the figure that uses most of its goal: a bar up to the line has used all of it. */
function overview(results: readonly BenchmarkResult[]): string {
  const rows = results.flatMap(({ name, figures }) => {
    const tightest = figures
      .filter(({ goal }) => goal !== undefined)
      .toSorted((one, other) => usedOf(other) - usedOf(one))
      .at(0);
    return tightest === undefined ? [] : [[name, tightest] as const];
  });
  const bottom = 56 + rows.length * 54;
  const drawn = rows.map(([name, figure], index) => {
    const top = 62 + index * 54;
    const used = usedOf(figure);
    return [
      text(MARGIN, top, clipped(`${name}: ${describe(figure)}`, LINE.bold), { bold: true }),
      text(MARGIN, top + 15, clipped(valueOf(figure), LINE.other), { color: SMALL }),
      isUnmeasured(figure) ? "" : bar(top + 21, Math.min(used, 1.5) * GOAL, used <= 1 ? OURS : MISSED),
    ].join("\n");
  });
  const line = MARGIN + GOAL;
  return picture(
    "How much of each goal is used",
    "The tightest figure of each benchmark. Up to the line: met.",
    bottom,
    [
      `<line x1="${line}" x2="${line}" y1="48" y2="${bottom - 8}" stroke="${OTHER}" stroke-dasharray="3 3"/>`,
      ...drawn,
    ],
  );
}

/** What could not be measured comes first, so that nobody overlooks it. */
function usedOf(figure: Measurement): number {
  return isUnmeasured(figure) ? Infinity : (figure.goal?.used ?? 0);
}

function describe({ label, against }: Measurement): string {
  return `${label}${against ? ` / ${against.label}` : ""}`;
}

function valueOf(figure: Measurement): string {
  const goal = `goal ${figure.goal?.text ?? ""}`;
  if (isUnmeasured(figure)) {
    return `not measured: ${figure.notMeasured}; ${goal}`;
  }
  const { ours, ratio, unit } = figure;
  return `${ratio === undefined ? `${round(ours.median)} ${unit}`.trimEnd() : `× ${round(ratio.median)}`}; ${goal}`;
}

function clipped(line: string, most: number): string {
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

function picture(title: string, note: string, height: number, rows: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(MARGIN, 20, title, { bold: true, size: 14 }),
    text(MARGIN, 37, note, { color: SMALL }),
    ...rows,
    `</svg>`,
    "",
  ].join("\n");
}

function bar(top: number, width: number, color: string): string {
  return `<rect x="${MARGIN}" y="${top}" width="${Math.max(width, 2).toFixed(1)}" height="12" fill="${color}"/>`;
}

function text(
  x: number,
  y: number,
  content: string,
  { bold = false, color = TEXT, size }: { bold?: boolean; color?: string; size?: number },
): string {
  const weight = bold ? ' font-weight="600"' : "";
  const scale = size === undefined ? "" : ` font-size="${size}"`;
  return `<text x="${x}" y="${y}" fill="${color}"${weight}${scale}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
