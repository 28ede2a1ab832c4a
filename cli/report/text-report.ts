/** `judge --format text`, the default: who can assume which role, with excerpts and fixes. */
import { withCode } from "../../messages";
import { FIXED_ABOVE, JUDGING } from "../../messages/cli";
import { findingMessage, type FixLanguage, fixText, type TrustFix } from "../../trust";
import type { JudgedRole } from "../judged-files/judge-file";
import { excerpt } from "./excerpt";
import type { Run } from "./outcome";
import { type Gap, type Overview, overviewOf, type ReportedRole } from "./overview";
import type { Paint, Tone } from "./paint";
import { printable, printableInPlace } from "./printable";
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
import { alignTable } from "./table";
import { type Wrap, wrapAt } from "./wrap";

/** What a report needs to know about its output. */
interface Look {
  readonly paint: Paint;
  /** The width of a line of an excerpt. */
  readonly widest: number;
  /** Breaks sentences, but neither excerpts nor code to paste. */
  readonly wrap: Wrap;
}

/** The width of an excerpt's line without a terminal, and on a wide one. */
const WIDEST_EXCERPT = 110;
const NARROWEST_EXCERPT = 40;
/** The columns before an excerpt's line: indentation, a number of up to four digits, and a bar. */
const GUTTER = 11;

/**
 * Renders a run for people: a summary, a table of all roles with the worst first, and a section for each verdict. What
 * a finding is about is underlined.
 *
 * @param columns - The terminal's width; `undefined` if the output goes to no terminal.
 */
export function renderText(run: Run, paint: Paint, columns?: number): string {
  const overview = overviewOf(run);
  const widest = Math.max(NARROWEST_EXCERPT, Math.min(WIDEST_EXCERPT, (columns ?? Infinity) - GUTTER));
  const look: Look = { paint, wrap: wrapAt(columns), widest };
  const { rejected, unknown, gaps, tolerated, accepted, withoutOidc, remarks } = overview;
  const sections = [
    summary(overview, look),
    table(overview, look, columns),
    section(
      "Rejected",
      "rejected",
      look,
      rejected.map((role) => renderRole(role, look)),
    ),
    section("Not judged", "unknown", look, [
      ...unknown.map((role) => renderUnknown(role, look)),
      ...gaps.map((gap) => renderGap(gap, look)),
    ]),
    section(
      "Tolerated",
      "tolerated",
      look,
      tolerated.map((role) => renderRole(role, look)),
    ),
    section(
      "Accepted",
      "accepted",
      look,
      accepted.map((role) => renderAccepted(role, look)),
    ),
    ...(withoutOidc === 0 ? [] : [look.paint("quiet", withoutOidcText(withoutOidc))]),
    section(
      "Notes",
      "quiet",
      look,
      remarks.map((remark) => renderGap(remark, look)),
    ),
    notices(run, look.wrap).join("\n"),
    `${look.wrap(overview.closing, "")}${overview.next === undefined ? "" : `\nNext: ${overview.next}`}`,
  ];
  return `${sections.filter((lines) => lines !== "").join("\n\n")}\n`;
}

/** The lines for a reader who reads no more: who can assume how many roles. */
function summary({ headline, counts }: Overview, { wrap }: Look): string {
  if (counts.length === 0) {
    return `${wrap(headline, "")}\nNo role with a trust policy was found.`;
  }
  const width = Math.max(...counts.map(([number]) => String(number).length));
  const lines = counts.map(([number, who]) => `  ${String(number).padStart(width)}  ${who}`);
  return `${wrap(headline, "")}\n\nWho can assume how many of these roles through OpenID Connect:\n${lines.join("\n")}`;
}

function table(overview: Overview, { paint }: Look, columns: number | undefined): string {
  const [heading, ...lines] = alignTable(
    tableOf(overview).map((row) => row.map(printable)),
    columns,
  );
  const colored = lines.map((line) =>
    line.replace(/^(rejected|not judged|tolerated|accepted)/, (verdict) =>
      paint(TONES[verdict] ?? "quiet", verdict),
    ),
  );
  return heading === undefined ? "" : [paint("quiet", heading), ...colored].join("\n");
}

const TONES: Readonly<Record<string, Tone>> = {
  rejected: "rejected",
  "not judged": "unknown",
  tolerated: "tolerated",
  accepted: "accepted",
};

function section(title: string, tone: Tone, { paint }: Look, blocks: readonly string[]): string {
  return blocks.length === 0 ? "" : [paint(tone, `${title}:`), ...blocks].join("\n\n");
}

/** The lines that name a role: its name, what holds its policy, its place, its ARN, and its last use. */
function renderName({ judged: { document }, file, line }: ReportedRole, { paint, wrap }: Look): string[] {
  const { role, arn, account } = document;
  const kind = kindOf(document);
  const facts = [arn ?? (account === undefined ? undefined : `account ${account}`), lastUseInWords(document)]
    .filter((fact) => fact !== undefined)
    .join(", ");
  return [
    printable(role),
    // A policy by itself has no name but its kind.
    ...[`${role === kind ? "" : `${kind} `}at ${file}:${line}`, facts]
      .filter((line) => line !== "")
      .map((line) => paint("quiet", wrap(`  ${printable(line)}`, "  "))),
  ];
}

function renderRole(role: ReportedRole, look: Look): string {
  const { judged } = role;
  return [
    ...renderName(role, look),
    ...whoOf(judged).map((line) => look.wrap(`  ${line}`, "  ")),
    ...renderFindings(judged, look),
  ].join("\n");
}

function renderUnknown(role: ReportedRole, look: Look): string {
  const { judgment, document } = role.judged;
  return [
    ...renderName(role, look),
    look.wrap(printable(`  ${withCode(JUDGING.say("trust-policy-not-judged", judgment.unknown))}`), "  "),
    ...whoOf(role.judged).map((line) => look.wrap(`  ${line}`, "  ")),
    look.wrap(`  ${howToKnow(document)}`, "  "),
    ...renderFindings(role.judged, look),
  ].join("\n");
}

function renderAccepted(role: ReportedRole, look: Look): string {
  return [
    ...renderName(role, look),
    ...grantsOf(role.judged).map((grant) => printable(`  ${grant}`)),
    ...renderFindings(role.judged, look),
  ].join("\n");
}

function renderGap({ file, sentence }: Gap, { wrap }: Look): string {
  return wrap(printable(`${file}: ${sentence}`), "  ");
}

function renderFindings(judged: JudgedRole, look: Look): string[] {
  return findingsInTurn(judged.findings).flatMap((each) => renderFinding(each, judged, look));
}

function renderFinding(
  { placed, isRepeated }: FindingInTurn,
  { document: { embedded }, text, lines }: JudgedRole,
  { paint, wrap, widest }: Look,
): string[] {
  const { finding, own, accepted, language, hints } = placed;
  const { severity, code, fix } = finding;
  const prints = fingerprintOf(placed).map((print) => paint("quiet", `  Fingerprint: ${print}`));
  const tone = accepted !== undefined ? "tolerated" : severity === "note" ? "quiet" : "rejected";
  const label = severity === "note" ? "Note: " : printable(acceptedLabel(accepted));
  if (isRepeated) {
    const shortened = findingMessage({ ...finding, consequence: "", detail: "", remedy: FIXED_ABOVE });
    return ["", paint(tone, wrap(`  ${label}${printable(`${shortened} [${code}]`)}`, "  ")), ...prints];
  }
  const message = printable(`${findingMessage({ ...finding, remedy: undefined })} [${code}]`);
  const shown = excerpt(text, lines, own, widest);
  const gutter = embedded
    ? 0
    : String(shown.findLast(({ number }) => number !== undefined)?.number ?? "").length;
  return [
    "",
    paint(tone, wrap(`  ${label}${message}`, "  ")),
    ...shown.map(({ number, text: line, underlines }) => {
      const lineNumber = embedded || number === undefined ? "" : String(number);
      return `    ${paint("quiet", `${lineNumber.padStart(gutter)} |`)} ${underlines ? paint(tone, line) : printableInPlace(line)}`.trimEnd();
    }),
    ...(fix === undefined ? [] : fixLines(fix, language)),
    ...hints.map((hint) => wrap(printable(`  ${hint}`), "  ")),
    ...prints,
  ];
}

/** A fix: an instruction, and the code to paste in lines of its own. */
function fixLines(fix: TrustFix, language: FixLanguage): string[] {
  const { instruction, code } = fixText(fix, language);
  const lines = code
    .split("\n")
    .flatMap((line) => (language === "json" ? [line] : wrapList(line, WIDEST_CODE)));
  return [`  Fix: ${printable(instruction)}:`, ...lines.map((line) => `      ${printableInPlace(line)}`)];
}

/** What 80 columns leave for code next to its indentation. */
const WIDEST_CODE = 74;

/** A line of code that ends with a list, with one item per line if it is too wide. HCL and YAML both allow that. */
function wrapList(line: string, widest: number): string[] {
  const [, indent = "", start = "", items = ""] = /^(\s*)(.*[:=] )(\[".*"\])$/.exec(line) ?? [];
  if (line.length <= widest || start === "") {
    return [line];
  }
  const values = listIn(items);
  return values === undefined
    ? [line]
    : [`${indent}${start}[`, ...values.map((value) => `${indent}  ${JSON.stringify(value)},`), `${indent}]`];
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text) as readonly unknown[];
  } catch {
    return undefined;
  }
}

/** What somebody should do about accepted findings. */
function notices(run: Run, wrap: Wrap): string[] {
  return acceptanceLines(run).map((line) => wrap(printable(line), "  "));
}
