/** The audit report in the terminal: `--format text`, the default. */
import { counted } from "../../report/counted";
import type { Tone } from "../../report/paint";
import { printable, printableInPlace } from "../../report/printable";
import { alignTable } from "../../report/table";
import { type Wrap, wrapAt } from "../../report/wrap";
import type { AuditedRole, AuditFinding, AuditReport } from "../audit-report";
import { counts, summaryOf } from "../summary";
import type { FormatContext } from "./format";
import { controllerText, entryText, findingCounts, HEADING, headlineOf, reachCounts, rowOf } from "./wording";

/** How many controllers and onward roles of a role are listed. */
const MOST = 8;

/** How many rows the table has. */
const MOST_ROWS = 500;

interface Look extends Pick<FormatContext, "paint"> {
  readonly wrap: Wrap;
}

const TONES: Readonly<Record<AuditFinding["severity"], Tone>> = {
  critical: "rejected",
  high: "rejected",
  medium: "unknown",
  low: "quiet",
  note: "quiet",
};

/**
 * Renders a report for people: the numbers, one sentence per role with the worst first, and then the details of every role that
 * has a finding.
 */
export function* renderAuditText(report: AuditReport, { paint, columns }: FormatContext): Iterable<string> {
  const look: Look = { paint, wrap: wrapAt(columns) };
  yield `${look.wrap(headlineOf(report), "")}\n\n`;
  yield* countsOf(report);
  yield `${look.wrap(findingCounts(report), "")}\n`;
  yield* table(report, look, columns);
  yield* sentences(report, look);
  for (const role of report.roles.filter(({ findings }) => findings.length > 0)) {
    yield `\n${details(role, look)}\n`;
  }
  yield* section(
    "Other findings",
    report.findings.map((finding) => findingText(finding, look)),
    look,
  );
  yield* section(
    "Gone since the earlier report",
    (report.gone ?? []).map(({ rule, message }) => look.wrap(printable(`  ${message} [${rule}]`), "  ")),
    look,
  );
  yield* section(
    "Not seen this time (the input lacks a section that the earlier one had)",
    (report.notSeenThisTime ?? []).map(({ rule, message }) =>
      look.wrap(printable(`  ${message} [${rule}]`), "  "),
    ),
    look,
  );
  yield* section(
    "Accepted findings to look at",
    report.acceptanceProblems.map((sentence) => look.wrap(printable(`  ${sentence}`), "  ")),
    look,
  );
  yield* section(
    "Not seen",
    report.notSeen.map((sentence) => look.wrap(printable(`  ${sentence}`), "  ")),
    look,
  );
}

function* countsOf(report: AuditReport): Iterable<string> {
  const rows = reachCounts(summaryOf(report));
  if (rows.length > 0) {
    const width = Math.max(...rows.map(([count]) => String(count).length));
    const lines = rows.map(([count, who]) => `  ${String(count).padStart(width)}  ${who}`);
    yield `Who can assume how many of these roles:\n${lines.join("\n")}\n\n`;
  }
}

function* table({ roles }: AuditReport, { paint }: Look, columns: number | undefined): Iterable<string> {
  if (roles.length > 0) {
    const shown = roles.slice(0, MOST_ROWS);
    const rows = [HEADING, ...shown.map(rowOf)].map((row) => row.map(printable));
    const [heading = "", ...lines] = alignTable(rows, columns);
    const more = roles.length - shown.length;
    yield `\n${paint("quiet", heading)}\n${lines.join("\n")}\n${more > 0 ? `and ${more} more roles, which are below\n` : ""}`;
  }
}

function* sentences({ roles }: AuditReport, { wrap, paint }: Look): Iterable<string> {
  if (roles.length > 0) {
    yield `\n${paint("quiet", "In one sentence each, the worst first:")}\n\n`;
    for (const [position, { sentence }] of roles.entries()) {
      yield `${wrap(printable(`${position + 1}. ${sentence}`), "   ")}\n`;
    }
  }
}

function* section(title: string, blocks: readonly string[], { paint }: Look): Iterable<string> {
  if (blocks.length > 0) {
    yield `\n${paint("quiet", `${title}:`)}\n${blocks.join("\n")}\n`;
  }
}

function details(role: AuditedRole, look: Look): string {
  const { arn, entries, permissions, onward, controllers, findings, correction } = role;
  const line = (label: string, text: string): string => look.wrap(printable(`  ${label}: ${text}`), "    ");
  const several = <T>(label: string, items: readonly T[], textOf: (item: T) => string): string[] => [
    ...items.slice(0, MOST).map((item) => line(label, textOf(item))),
    ...(items.length > MOST ? [line(label, `and ${items.length - MOST} more`)] : []),
  ];
  return [
    printable(arn),
    ...entries.map((entry) => line("Gets in", entryText(entry))),
    line("How far", permissions.because),
    ...several(
      "Path",
      permissions.escalations,
      ({ id, actions, source }) => `${id} (${actions.join(", ")}), ${source}`,
    ),
    ...(permissions.boundary === undefined ? [] : [line("Boundary", permissions.boundary)]),
    ...several(
      "Leads to",
      onward,
      ({ arn: target, power, steps }) => `${target} (${power}, ${counted(steps, "step")})`,
    ),
    ...several("Controlled by", controllers, controllerText),
    ...(role.lastUsed === undefined ? [] : [line("Last used", role.lastUsed)]),
    ...permissions.notSeen.slice(0, MOST).map((sentence) => line("Not seen", sentence)),
    ...findings.map((finding) => findingText(finding, look)),
    ...(correction === undefined
      ? []
      : [
          `  Corrected trust policy${correction.hasPlaceholders ? " (fill in what is in <...>)" : ""}:`,
          ...correction.json.split("\n").map((text) => `    ${printableInPlace(text)}`),
        ]),
  ].join("\n");
}

function findingText(finding: AuditFinding, { paint, wrap }: Look): string {
  const { severity, rule, message, remedy, accepted, since } = finding;
  const label = counts(finding) ? `${severity}${since === "new" ? ", new" : ""}` : "accepted";
  const tone = counts(finding) ? TONES[severity] : "tolerated";
  return [
    paint(tone, wrap(printable(`  ${label}: ${message} [${rule}]`), "    ")),
    accepted === undefined
      ? wrap(printable(`    Fix: ${remedy}`), "      ")
      : wrap(printable(`    Until ${accepted.until}, by ${accepted.owner}: ${accepted.reason}`), "      "),
  ].join("\n");
}
