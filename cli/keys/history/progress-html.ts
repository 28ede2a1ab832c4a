/** `keys report --format html`: a chart of active keys and of keys used from Azure, with tables below it. */
import { createHash } from "node:crypto";
import { printable } from "../../report/printable";
import type { Progress, ProgressStep } from "./progress";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #8886}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto}
.active{stroke:#c2410c}.azure{stroke:#2563eb}polyline{fill:none;stroke-width:3}text{font:14px system-ui,sans-serif;fill:currentColor}
@media print{body{max-width:none}}`;

/** The size of the chart, and the space for its texts, in its own units. */
const CHART = { width: 800, height: 240, margin: 40 } as const;

/** The report as one page without scripts. What comes from files is text in it: the page allows nothing else. */
export function renderProgressHtml({ steps, owners, keys }: Progress): string {
  const hash = createHash("sha256").update(STYLE).digest("base64");
  const body = [
    "<h1>AWS access keys over time</h1>",
    chart(steps),
    table(
      ["Time", "Keys", "Active", "Inactive", "Unknown", "Used from Azure", "New", "Gone"],
      steps.map((step) => [
        step.at,
        step.total,
        step.active,
        step.inactive,
        step.unknown,
        step.fromAzure,
        step.added.length,
        step.gone.length,
      ]),
    ),
    "<h2>By owner</h2>",
    table(
      ["Owner", "At first", "Now", "Active", "Used from Azure"],
      owners.map(({ owner, before, now, active, fromAzure }) => [owner, before, now, active, fromAzure]),
    ),
    "<h2>Keys now</h2>",
    table(
      ["Key", "User", "Account", "Owner", "State", "Used"],
      keys.map(({ keyId, user, account, owner, status, origin }) => [
        keyId,
        user,
        account,
        owner,
        status,
        origin,
      ]),
    ),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'">
<meta name="viewport" content="width=device-width">
<title>AWS access keys over time</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const numbers = new Set(
    head.flatMap((_, column) => (typeof rows[0]?.[column] === "number" ? [column] : [])),
  );
  const cell = (tag: string, value: string | number, column: number): string =>
    `<${tag}${numbers.has(column) ? ' class="n"' : ""}${tag === "th" ? ' scope="col"' : ""}>${escaped(String(value))}</${tag}>`;
  const row = (tag: string, cells: readonly (string | number)[]): string =>
    `<tr>${cells.map((value, column) => cell(tag, value, column)).join("")}</tr>`;
  return `<table>\n<thead>${row("th", head)}</thead>\n<tbody>\n${rows.map((cells) => row("td", cells)).join("\n")}\n</tbody>\n</table>`;
}

/** Two lines: active keys, and keys used from Azure. One time makes no line. */
function chart(steps: readonly ProgressStep[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    return "";
  }
  const { width, height, margin } = CHART;
  const begin = Date.parse(first.at);
  const span = Date.parse(last.at) - begin || 1;
  const most = Math.max(1, ...steps.flatMap(({ active, fromAzure }) => [active, fromAzure]));
  const line = (name: string, value: (step: ProgressStep) => number): string => {
    const points = steps.map((step) => {
      const x = margin + ((Date.parse(step.at) - begin) / span) * (width - 2 * margin);
      const y = height - margin - (value(step) / most) * (height - 2 * margin);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    return `<polyline class="${name}" points="${points.join(" ")}"/>`;
  };
  const label = (x: number, y: number, text: string): string =>
    `<text x="${x}" y="${y}">${escaped(text)}</text>`;
  const title = `Active keys went from ${first.active} to ${last.active}, keys used from Azure from ${first.fromAzure} to ${last.fromAzure}.`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
${line("active", ({ active }) => active)}
${line("azure", ({ fromAzure }) => fromAzure)}
${label(4, margin, String(most))}
${label(4, height - margin, "0")}
${label(margin, height - 8, first.at.slice(0, 10))}
${label(width - 3 * margin, height - 8, last.at.slice(0, 10))}
</svg>
<p>${escaped(title)} The first is orange, the second blue.</p>`;
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
