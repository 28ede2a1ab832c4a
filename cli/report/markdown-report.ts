/** `judge --format markdown`: the report to paste into a ticket or pull request. */
import { FIXED_ABOVE, JUDGING } from "../../messages/cli";
import { findingMessage, fixText } from "../../trust";
import type { JudgedRole } from "../judged-files/judge-file";
import { codeBlock, codeSpan, markdownTable, prose } from "./markdown-text";
import type { Run } from "./outcome";
import { type Gap, type Overview, overviewOf, type ReportedRole, WHO_IS_LET_IN } from "./overview";
import { printableInPlace } from "./printable";
import { type FindingInTurn, findingsInTurn } from "./repeated-finding";
import {
  acceptanceLines,
  acceptedLabel,
  fingerprintOf,
  grantsOf,
  howToKnow,
  kindOf,
  lastUseInWords,
  tableOf,
  whoOf,
  withoutOidcText,
} from "./role-facts";

/**
 * Renders a run as GitHub Flavored Markdown, for tickets and pull requests: a summary, a table of all roles with the
 * worst first, and a section for each role that needs a change. Names and values from the files are inert.
 *
 * @param version - The package's version.
 * @param now - When the run was made.
 */
export function renderMarkdown(run: Run, version: string, now: Date): string {
  const overview = overviewOf(run);
  const { rejected, unknown, gaps, tolerated, accepted, withoutOidc, remarks } = overview;
  const parts = [
    "# Trust policies",
    `**${prose(overview.headline)}**`,
    `Judged by azure-to-aws ${version} on ${now.toISOString().slice(0, 10)}.`,
    summary(overview),
    table(overview),
    ...section("Rejected", rejected.map(renderRole)),
    ...section("Not judged", [...unknown.map(renderUnknown), ...gaps.map(renderGap)]),
    ...section("Tolerated", tolerated.map(renderRole)),
    ...section("Accepted", accepted.map(renderAccepted)),
    ...(withoutOidc === 0 ? [] : section("Without OpenID Connect", [withoutOidcText(withoutOidc)])),
    ...section("Notes", remarks.map(renderGap)),
    ...notices(run),
    prose(overview.closing),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function summary({ counts }: Overview): string {
  if (counts.length === 0) {
    return "No role with a trust policy was found.";
  }
  const rows = counts.map(([number, who]) => `| ${number} | ${who} |`);
  return ["| Roles | Who can assume them |", "| ----: | :------------------ |", ...rows].join("\n");
}

function table(overview: Overview): string {
  const [heading, ...rows] = tableOf(overview);
  if (heading === undefined) {
    return "";
  }
  const role = heading.indexOf("Role");
  return markdownTable(
    heading,
    rows.map((row) => row.map((cell, column) => (column === role ? codeSpan(cell) : prose(cell)))),
  );
}

function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [`## ${title}`, ...blocks];
}

/** A heading for a role, and a line of facts. */
function renderName({ judged, file, line }: ReportedRole): string {
  const { document, reach, verdict } = judged;
  const { role, arn, account } = document;
  const used = lastUseInWords(document);
  const facts = [
    `${codeSpan(kindOf(document))} at ${codeSpan(`${file}:${line}`)}`,
    ...(arn === undefined ? (account === undefined ? [] : [`account ${account}`]) : [codeSpan(arn)]),
    ...(used === undefined ? [] : [prose(used)]),
  ];
  return `### ${codeSpan(role)}${reach === undefined || verdict === "accepted" ? "" : `: ${WHO_IS_LET_IN[reach]}`}\n\n${facts.join(", ")}`;
}

function renderRole(role: ReportedRole): string {
  return [renderName(role), ...whoOf(role.judged).slice(1), ...renderFindings(role.judged)].join("\n\n");
}

function renderUnknown(role: ReportedRole): string {
  const { judgment, document } = role.judged;
  const message = JUDGING.say("trust-policy-not-judged", judgment.unknown.map(codeSpan));
  return [
    renderName(role),
    `${message.text} [\`${message.code}\`]`,
    ...whoOf(role.judged),
    prose(howToKnow(document)),
    ...renderFindings(role.judged),
  ].join("\n\n");
}

function renderAccepted(role: ReportedRole): string {
  const grants = grantsOf(role.judged).map((grant) => `- ${codeSpan(grant)}`);
  return [renderName(role), grants.join("\n"), ...renderFindings(role.judged)].join("\n\n");
}

function renderGap({ file, sentence }: Gap): string {
  return `- ${codeSpan(file)}: ${prose(sentence)}`;
}

function renderFindings({ findings }: JudgedRole): string[] {
  return findingsInTurn(findings).map(renderFinding);
}

/** Who can get in, what to change, and the code to paste. */
function renderFinding({ placed, isRepeated }: FindingInTurn): string {
  const { finding, accepted, language, hints } = placed;
  const { severity, code, fix, consequence } = finding;
  const label = severity === "note" ? "Note: " : prose(acceptedLabel(accepted));
  const prints = fingerprintOf(placed).map((print) => `Fingerprint: \`${print}\``);
  if (isRepeated) {
    const shortened = findingMessage({ ...finding, consequence: "", detail: "", remedy: FIXED_ABOVE });
    return [`${label}${prose(shortened)} [\`${code}\`]`, ...prints].join("\n\n");
  }
  const rest = findingMessage({ ...finding, consequence: "", remedy: undefined });
  const change = fix === undefined ? undefined : fixText(fix, language);
  return [
    `${label}**${prose(consequence)}** ${prose(rest)} [\`${code}\`]`,
    ...(change === undefined
      ? []
      : [
          `${prose(change.instruction)}:`,
          codeBlock(change.code.split("\n").map(printableInPlace).join("\n"), language),
          ...hints.map(prose),
        ]),
    ...prints,
  ].join("\n\n");
}

function notices(run: Run): string[] {
  const lines = acceptanceLines(run).map((line) => `- ${prose(line)}`);
  return section("Accepted findings to look at", lines.length === 0 ? [] : [lines.join("\n")]);
}
