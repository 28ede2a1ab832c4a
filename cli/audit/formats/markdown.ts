/** The audit report for `--format markdown`, shortened for comments on GitHub. */
import { codeBlock, codeSpan, markdownTable, prose } from "../../report/markdown-text";
import { printable } from "../../report/printable";
import type { AuditedRole, AuditFinding, AuditReport } from "../audit-report";
import { allFindings, counts, SEVERITIES, summaryOf } from "../summary";
import { mermaidOf } from "./mermaid";
import { controllerText, entryText, findingCounts, HEADING, headlineOf, reachCounts, rowOf } from "./wording";

/** How many roles have details. GitHub cuts a comment at 65,536 characters. */
const MOST_DETAILS = 10;
/** How many rows a table has. */
const MOST_ROWS = 50;

/** Renders a report for pull requests and issues: the numbers, a diagram, the ranked roles, and the findings. */
export function* renderAuditMarkdown(report: AuditReport): Iterable<string> {
  yield `# Who can get into which AWS role\n\n${prose(headlineOf(report))}\n\n${prose(findingCounts(report))}\n`;
  const rows = reachCounts(summaryOf(report));
  if (rows.length > 0) {
    yield `\n| Roles | Can be assumed by |\n| ---: | --- |\n${rows.map(([count, who]) => `| ${count} | ${prose(who)} |`).join("\n")}\n`;
  }
  const diagram = mermaidOf(report);
  if (diagram.roles > 0) {
    const less =
      diagram.roles < report.roles.length
        ? `The diagram has the worst ${diagram.roles} of ${report.roles.length} roles.\n\n`
        : "";
    yield `\n${less}${codeBlock(diagram.code, "mermaid")}\n`;
  }
  yield* roleTable(report);
  yield* findingTable(report);
  const detailed = report.roles.filter(({ findings }) => findings.length > 0).slice(0, MOST_DETAILS);
  for (const role of detailed) {
    yield `\n${details(role)}\n`;
  }
  yield* list(
    "Gone since the earlier report",
    (report.gone ?? []).map(({ rule, message }) => `${codeSpan(rule)}: ${prose(message)}`),
  );
  yield* list(
    "Not seen this time",
    (report.notSeenThisTime ?? []).map(({ rule, message }) => `${codeSpan(rule)}: ${prose(message)}`),
  );
  yield* list("Accepted findings to look at", report.acceptanceProblems.map(prose));
  yield* list("Not seen", report.notSeen.map(prose));
}

function* roleTable({ roles }: AuditReport): Iterable<string> {
  if (roles.length > 0) {
    const shown = roles.slice(0, MOST_ROWS);
    const more = roles.length - shown.length;
    const rows = shown.map((role) => {
      const [reach = "", power = "", name = "", account = "", used = ""] = rowOf(role);
      return [reach, power, codeSpan(name), prose(account), prose(used), prose(role.sentence)];
    });
    yield `\n## Roles\n\n${markdownTable([...HEADING, "In one sentence"], rows)}\n${more > 0 ? `\nAnd ${more} more roles, none of them worse.\n` : ""}`;
  }
}

function* findingTable(report: AuditReport): Iterable<string> {
  // The table is cut, so what does not count comes last.
  const all = [...allFindings(report)].sort(
    (a, b) =>
      Number(counts(b)) - Number(counts(a)) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  if (all.length > 0) {
    const shown = all.slice(0, MOST_ROWS);
    const more = all.length - shown.length;
    const rows = shown.map((finding) => [
      label(finding),
      codeSpan(finding.rule),
      `${prose(finding.message)}${reasonOf(finding)}`,
    ]);
    yield `\n## Findings\n\n${markdownTable(["Severity", "Rule", "Finding"], rows)}\n${more > 0 ? `\nAnd ${more} more findings.\n` : ""}`;
  }
}

function label(finding: AuditFinding): string {
  return counts(finding)
    ? `${finding.severity}${finding.since === "new" ? ", new" : ""}`
    : `accepted (${finding.severity})`;
}

function reasonOf({ accepted }: AuditFinding): string {
  return accepted === undefined ? "" : prose(` Accepted until ${accepted.until}: ${accepted.reason}`);
}

function details({
  arn,
  sentence,
  entries,
  permissions,
  controllers,
  findings,
  correction,
}: AuditedRole): string {
  return [
    "<details>",
    `<summary>${htmlText(sentence)}</summary>`,
    "",
    codeSpan(arn),
    "",
    ...entries.map((entry) => `- Gets in: ${prose(entryText(entry))}`),
    `- How far: ${prose(permissions.because)}`,
    ...permissions.notSeen.map((gap) => `- Not seen: ${prose(gap)}`),
    ...controllers
      .slice(0, MOST_DETAILS)
      .map((controller) => `- Controlled by: ${prose(controllerText(controller))}`),
    ...findings.map(({ rule, remedy }) => `- ${codeSpan(rule)}: ${prose(remedy)}`),
    ...(correction === undefined
      ? []
      : [
          "",
          `Corrected trust policy${correction.hasPlaceholders ? " (fill in the placeholders)" : ""}:`,
          "",
          codeBlock(correction.json, "json"),
        ]),
    "",
    "</details>",
  ].join("\n");
}

/** Text inside an HTML tag, where Markdown has no escapes: every character that could mean something becomes its code. */
function htmlText(text: string): string {
  return printable(text).replace(
    /[^A-Za-z0-9 .,:/_-]/gu,
    (character) => `&#${character.codePointAt(0) ?? 0};`,
  );
}

function* list(title: string, items: readonly string[]): Iterable<string> {
  if (items.length > 0) {
    yield `\n## ${title}\n\n${items.map((item) => `- ${item}`).join("\n")}\n`;
  }
}
