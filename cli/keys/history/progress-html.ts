/** `keys report --format html`: a chart of active keys and of keys used from Azure, with tables below it. */
import { createHash } from "node:crypto";
import { SHARED_STYLE } from "../../report/page-style";
import { printable } from "../../report/printable";
import { ORIGINS, STATES } from "./key-words";
import type { Progress, ProgressStep } from "./progress";
import { changeOf, factsOf, momentOf, resultOf } from "./progress-words";

const STYLE = `${SHARED_STYLE}
.chart{max-width:900px;margin:14px 0 0}
.plot{display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 8px;margin-top:8px;font-size:13px}
.plot svg{display:block;width:100%;height:240px;overflow:visible}
.plot :is(path,polyline){fill:none;stroke:var(--line);vector-effect:non-scaling-stroke}
.unit,.days{grid-column:2;color:var(--quiet)}
.unit:first-child{grid-column:1/-1;margin-bottom:6px}
.counts{display:flex;flex-direction:column-reverse;justify-content:space-between;margin:-.75em 0;text-align:right}
.days{display:flex;justify-content:space-between}
.days :only-child,.unit:last-child{margin:0 auto}
:is(.plot,.key) .active{stroke:var(--bad);stroke-width:3}
:is(.plot,.key) .azure{stroke:var(--brand);stroke-width:3}
polyline.azure,.key .azure{stroke-dasharray:9 5}
.point{stroke-width:9px!important;stroke-linecap:round}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;margin:6px 0 0;padding:0;list-style:none}
.key svg{width:34px;height:8px;margin-right:6px;vertical-align:middle}`;

/** How many steps the axis of counts has at most. */
const MOST_STEPS = 5;

/** The report as one page without scripts. What comes from files is text in it: the page allows nothing else. */
export function renderProgressHtml(progress: Progress, version: string): string {
  const { steps, owners, keys } = progress;
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>AWS access keys over time</title>
<style>${STYLE}</style>
</head>
<body>
<header class="top">
<h1>AWS access keys over time</h1>
<p class="headline">${escaped(resultOf(progress))}</p>
<p class="facts">${escaped(factsOf(progress, version))}</p>
</header>
<main>
${chart(steps)}
${section(
  "At each snapshot",
  table(
    ["Time", "Keys", "Active", "Inactive", "Unknown", "Used from Azure", "New", "Gone"],
    steps.map(({ at, total, active, inactive, unknown, fromAzure, added, gone }) => [
      momentOf(at),
      total,
      active,
      inactive,
      unknown,
      fromAzure,
      added.length,
      gone.length,
    ]),
  ),
)}
${section(
  "By owner",
  table(
    ["Owner", "At first", "Now", "Active", "Used from Azure"],
    owners.map(({ owner, before, now, active, fromAzure }) => [owner, before, now, active, fromAzure]),
  ),
)}
${section(
  "Keys now",
  table(
    ["Key", "User", "Account", "Owner", "State", "Used"],
    keys.map(({ keyId, user, account, owner, status, origin }) => [
      keyId,
      user,
      account,
      owner,
      STATES[status],
      ORIGINS[origin],
    ]),
  ),
)}
</main>
<footer>This file loads nothing and sends nothing. It has IDs and users of your keys: share it as you would share those.</footer>
</body>
</html>
`;
}

function section(title: string, content: string): string {
  return `<section>\n<h2>${title}</h2>\n${content}\n</section>`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) {
    return "<p>There are none.</p>";
  }
  const classOf = (column: number): string =>
    typeof rows[0]?.[column] === "number" ? ' class="number"' : "";
  const heads = head.map((name, column) => `<th scope="col"${classOf(column)}>${name}</th>`).join("");
  const row = ([first = "", ...others]: readonly (string | number)[]): string =>
    `<tr><th scope="row">${escaped(String(first))}</th>${others.map((value, place) => `<td${classOf(place + 1)} data-label="${head[place + 1]}">${escaped(String(value))}</td>`).join("")}</tr>`;
  return `<table class="rows">\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.map(row).join("\n")}\n</tbody>\n</table>`;
}

/** Two lines: active keys, and keys used from Azure. The labels are HTML, so that they stay legible on a phone. */
function chart(steps: readonly ProgressStep[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) {
    return "";
  }
  const begin = Date.parse(first.at);
  const span = Date.parse(last.at) - begin;
  const counts = axis(Math.max(1, ...steps.flatMap(({ active, fromAzure }) => [active, fromAzure])));
  const most = counts.at(-1) ?? 1;
  const line = (name: "active" | "fromAzure", className: string): string => {
    const points = steps.map((step) => {
      const x = span === 0 ? 50 : ((Date.parse(step.at) - begin) / span) * 100;
      return [x.toFixed(2), (100 - (step[name] / most) * 100).toFixed(2)] as const;
    });
    const dots = points.map(([x, y]) => `<path class="${className} point" d="M${x} ${y}h0"/>`).join("");
    return `<polyline class="${className}" points="${points.map((point) => point.join(",")).join(" ")}"/>${dots}`;
  };
  const key = (className: string, text: string): string =>
    `<li><svg viewBox="0 0 34 8" aria-hidden="true"><path class="${className}" d="M0 4h34"/></svg>${text}</li>`;
  const days = [...new Set([first, last])].map(({ at }) => `<span>${at.slice(0, 10)}</span>`).join("");
  return `<figure class="chart">
<figcaption>${escaped(changeOf(steps))}
<ul class="key">${key("active", `Active: ${last.active}`)}${key("azure", `Used from Azure: ${last.fromAzure}`)}</ul></figcaption>
<div class="plot">
<span class="unit">Number of keys</span>
<div class="counts">${counts.map((count) => `<span>${count}</span>`).join("")}</div>
<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="${escaped(changeOf(steps))}">
${counts.map((count) => `<path d="M0 ${100 - (count / most) * 100}h100"/>`).join("")}
${line("active", "active")}
${line("fromAzure", "azure")}
</svg>
<div class="days">${days}</div>
<span class="unit">Date of the snapshot (UTC)</span>
</div>
</figure>`;
}

/** The numbers of an axis from 0, in equal steps, up to a number or slightly more. */
function axis(most: number): number[] {
  const least = most / MOST_STEPS;
  const ten = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  const step = [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= least) ?? ten;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
