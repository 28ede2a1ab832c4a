/** Puts the figures into the page that people read, beside the words that stay. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import type { Figure } from "./figure";
import type { Results } from "./kept-results";
import { renderPlot } from "./plot";
import { round, spread } from "./table";

const BEGIN = "<!-- figures: written by npm run bench -->";
const END = "<!-- /figures -->";

/** Renders machine, date and a table of all figures as Markdown. */
export function renderFigures({ machine, benchmarks }: Results): string {
  const dates = benchmarks.map(({ date }) => date.slice(0, 10)).sort();
  const when = [...new Set([dates[0], dates.at(-1)])].join(" to ");
  const { processor, cores, memory, system, node } = machine;
  return [
    "![How much of each goal is used](performance.svg)",
    "",
    `${processor}, ${cores} cores, ${memory} GiB; ${system}; Node ${node}; ${when}.`,
    "",
    ...benchmarks.flatMap(({ name, title, figures }) => [
      `### \`${name}\``,
      "",
      `${title[0]?.toUpperCase() ?? ""}${title.slice(1)}.`,
      "",
      "| Measured | Ours | Against | Ratio | Goal | |",
      "| --- | ---: | ---: | ---: | --- | --- |",
      ...figures.map(row),
      "",
    ]),
  ].join("\n");
}

function row(figure: Figure): string {
  const { label, unit, ours, against, ratio, goal } = figure;
  const cells = [
    label,
    spread(ours, unit),
    against ? `${against.label}: ${spread(against, unit)}` : "",
    ratio ? round(ratio.median) : "",
    goal?.text ?? "",
    goal ? (goal.met ? "met" : "**missed**") : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/**
 * Writes figures and plot into the docs.
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
  await writeFile(path.join(docs, "performance.svg"), renderPlot(results.benchmarks));
}
