/** Puts the figures into the page that people read, beside the words that stay. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import type { BenchmarkResult, Results } from "./kept-results";
import type { Machine } from "./machine";
import { renderPictures } from "./plot";
import { otherOf, spread } from "./table";
import { isUnmeasured, type Measurement } from "./unmeasured";

const BEGIN = "<!-- figures: written by npm start -w bench -->";
const END = "<!-- /figures -->";

/** Renders machine, date and a table of all figures as Markdown. */
export function renderFigures({ machine, benchmarks }: Results): string {
  return [
    ...renderPictures(benchmarks).flatMap(({ file, title }) => [`![${title}](${file})`, ""]),
    `${nameOf(machine)}; ${runsOf(benchmarks)}.`,
    "",
    ...benchmarks.flatMap(({ name, title, figures, ...measured }) => [
      `### \`${name}\``,
      "",
      `${title[0]?.toUpperCase() ?? ""}${title.slice(1)}. ${whenOf(measured)}.`,
      "",
      "| Measured | Ours | Against | Ratio | Goal | |",
      "| --- | ---: | ---: | ---: | --- | --- |",
      ...figures.map(row),
      "",
    ]),
  ].join("\n");
}

/** Whether all is of one run, so that its figures may be held against each other. */
function runsOf(benchmarks: Results["benchmarks"]): string {
  const runs = [...new Set(benchmarks.map(({ run }) => run))].sort();
  const days = [...new Set([runs[0], runs.at(-1)].map((run) => run?.slice(0, 10)))].join(" to ");
  return runs.length === 1 ? `one run, ${days}` : `${runs.length} runs, ${days}`;
}

function nameOf({ processor, cores, memory, system, node }: Machine): string {
  return `${processor}, ${cores} cores, ${memory} GiB; ${system}; Node ${node}`;
}

function whenOf({
  commit,
  date,
  seconds,
  machine,
}: Omit<BenchmarkResult, "name" | "title" | "figures">): string {
  const code = commit === undefined ? "" : ` at commit \`${commit}\``;
  const place = machine === undefined ? "" : ` on another machine (${nameOf(machine)})`;
  return `Measured${code} on ${date.slice(0, 10)} in ${seconds} s${place}`;
}

function row(figure: Measurement): string {
  const { label, unit, ours, goal } = figure;
  const cells = [
    label,
    ours ? spread(ours, unit) : "",
    otherOf(figure),
    isUnmeasured(figure) || !figure.ratio ? "" : spread(figure.ratio, ""),
    goal?.text ?? "",
    verdictOf(figure),
  ];
  return `| ${cells.join(" | ")} |`;
}

function verdictOf(figure: Measurement): string {
  if (figure.goal === undefined) {
    return "";
  }
  return isUnmeasured(figure) ? "**not measured**" : figure.goal.met ? "met" : "**missed**";
}

/**
 * Writes figures and pictures into the docs.
 *
 * @throws Error when the page has no place for them.
 */
export async function writePage(docs: string, results: Results): Promise<void> {
  const file = path.join(docs, "performance.md");
  const text = await readFile(file, "utf8");
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) {
    throw new Error(`${file} has no lines ${BEGIN} and ${END} to put the figures between`);
  }
  const figures = renderFigures(results);
  const page = `${text.slice(0, before + BEGIN.length)}\n\n${figures}\n${text.slice(after)}`;
  await writeFile(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
  for (const { file: picture, svg } of renderPictures(results.benchmarks)) {
    await writeFile(path.join(docs, picture), svg);
  }
}
