import type { FoundPolicy } from "../../policy-sources";
import { compareReach, type Pin, type Reach } from "../../trust";
import type { JudgedFile, JudgedRole, PlacedFinding } from "../judged-files/judge-file";
import { excerpt } from "./excerpt";
import { countVerdicts, isFailure, isNothingRead, isUnreadable, type Run } from "./outcome";
import { placeOf } from "./place-of";
import { printable, printableInPlace } from "./printable";
import { type Wrap, wrapAt } from "./wrap";

/** What a piece of text means. The caller chooses its color. */
export type Tone = "accepted" | "rejected" | "unknown" | "known" | "quiet";

/** Colors a string. */
export type Paint = (tone: Tone, text: string) => string;

/** The heading of a violation, by who can assume the role because of it. */
const HEADINGS: Readonly<Record<Reach, string>> = {
  anyone: "anyone can assume this role",
  tenant: "anyone in your tenant, cluster, or organization can assume this role",
  replay: "only the named subject can assume this role, but with more tokens than it should",
  nobody: "nobody can assume this role this way",
};

/** The order in which roles are shown. Rejected ones are sorted by reach. */
const ORDER = ["rejected", "unknown", "known", "accepted"] as const;

/** What holds a policy, where that is not named by the type of a resource. */
const KINDS: Readonly<Record<string, string>> = { "iam-role": "IAM role", "trust-policy": "trust policy" };

/**
 * Renders a run for people: by file and role, with what is meant underlined.
 *
 * @param wrap - Breaks sentences, but neither excerpts nor what is to be pasted.
 */
export function renderText(run: Run, paint: Paint, wrap: Wrap = wrapAt(undefined)): string {
  const files = run.files.map((file) =>
    isUnreadable(file)
      ? `${paint("rejected", "unreadable")} ${printable(`${file.file}: ${file.reason}.`)}\n`
      : renderFile(file, paint, wrap),
  );
  return `${files.join("\n")}\n${[summary(run), ...unmatched(run, wrap)].join("\n")}\n`;
}

function renderFile(judged: JudgedFile, paint: Paint, wrap: Wrap): string {
  const { file, format, lines, roles, notSeen, remarks } = judged;
  const shown = roles
    .filter(({ verdict, judgment }) => verdict !== "accepted" || judgment.grants.length > 0)
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || compareReach(a.reach, b.reach));
  const others = roles.length - shown.length;
  const blocks = [
    ...shown.map((role) =>
      renderRole(role, `${file}:${lines.positionOf(role.range.start).line}`, paint, wrap),
    ),
    ...remarks.map((sentence) => labelled("note", sentence, paint, wrap)),
    ...notSeen.map((sentence) => labelled("not seen", sentence, paint, wrap)),
    ...(others > 0
      ? [
          `${paint("accepted", "accepted")}  ${count(others, "role")} that no OpenID Connect identity can assume\n`,
        ]
      : []),
    ...(isNothingRead(judged)
      ? [`${paint("unknown", "unknown")}  no trust policy of this file could be read\n`]
      : roles.length === 0
        ? ["no role with a trust policy\n"]
        : []),
  ];
  return `${printable(`${file}: ${format.name}`)}\n\n${blocks.join("\n")}`;
}

/** A sentence behind a word. */
function labelled(label: string, sentence: string, paint: Paint, wrap: Wrap): string {
  return `${wrap(`${label}  ${printable(sentence)}`, "  ").replace(label, () => paint("quiet", label))}\n`;
}

function renderRole(
  { document, judgment, verdict, findings, ...own }: JudgedRole,
  place: string,
  paint: Paint,
  wrap: Wrap,
): string {
  const { grants, unknown } = judgment;
  const { role, kind: code } = document;
  const kind = KINDS[code] ?? code;
  // A policy by itself has no name but its kind.
  const name = role === kind ? "" : `${printable(role)}  `;
  const lines = [
    `${paint(verdict, verdict)}  ${name}${paint("quiet", printable(`${kind} at ${place}`))}`,
    ...(verdict === "accepted"
      ? grants.map(({ provider, audience, subject, standIn }) =>
          printable(
            `  ${provider} with aud ${pinned(audience)} and ${standIn === undefined ? `sub ${pinned(subject)}` : `${standIn.key} ${standIn.values.join(" or ")}`}`,
          ),
        )
      : []),
    ...(unknown.length > 0
      ? [
          wrap(printable(`  Depends on what this file does not show: ${unknown.join("; ")}.`), "  "),
          wrap(toKnow(document), "  "),
        ]
      : []),
  ];
  return `${[...lines, ...findings.flatMap((placed) => renderFinding(placed, document.embedded, own, paint, wrap))].join("\n")}\n`;
}

function toKnow({ toKnow: way = "judge the deployed role (aws iam get-role)" }: FoundPolicy): string {
  return `  To know, ${way}. --allow-unknown allows unknown roles.`;
}

function renderFinding(
  { finding, own, known }: PlacedFinding,
  embedded: boolean,
  { text, lines }: Pick<JudgedRole, "text" | "lines">,
  paint: Paint,
  wrap: Wrap,
): string[] {
  const { severity, reach, rule, found, consequence, right, remedy } = finding;
  const tone = known ? "known" : severity === "note" ? "quiet" : "rejected";
  const heading =
    severity === "note"
      ? "note"
      : `${known ? "in the baseline: " : ""}${reach === undefined ? "wrong" : HEADINGS[reach]}`;
  const shown = excerpt(text, lines, own);
  const gutter = embedded
    ? 0
    : String(shown.findLast(({ number }) => number !== undefined)?.number ?? "").length;
  return [
    "",
    `  ${paint(tone, heading)} (${rule})`,
    wrap(`  ${printable(`${placeOf(finding)}found ${found}. ${consequence}`).trimEnd()}`, "  "),
    ...shown.map(({ number, text: line, underlines }) => {
      const label = embedded || number === undefined ? "" : String(number);
      return `    ${paint("quiet", `${label.padStart(gutter)} |`)} ${underlines ? paint(tone, line) : printableInPlace(line)}`.trimEnd();
    }),
    wrap(`  expected: ${printable(right)}`, INDENT_OF_FIX),
    ...(remedy === undefined ? [] : remedyLines(remedy)),
  ];
}

/** The columns of "  expected: ". */
const INDENT_OF_FIX = " ".repeat(12);

/** A remedy: a sentence, and the code to paste in lines of its own where the language has those. */
function remedyLines(remedy: string): string[] {
  const [sentence = "", ...code] = remedy.split("\n");
  const lines = code.flatMap((line) => wrapList(line, WIDEST_CODE));
  return [`  fix:      ${printable(sentence)}`, ...lines.map((line) => `      ${printableInPlace(line)}`)];
}

/** What 80 columns leave for code beside its indentation. */
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

function pinned({ kind, values }: Pin): string {
  return kind === "nothing" ? "open" : values.join(" or ");
}

function summary(run: Run): string {
  const { accepted, rejected, unknown, known } = countVerdicts(run);
  const unreadable = run.files.filter(isUnreadable).length;
  const below = run.files
    .flatMap((file) => (isUnreadable(file) ? [] : file.roles))
    .filter((role) => role.verdict === "rejected" && !isFailure(role, run.failOn)).length;
  const parts = [
    `${count(accepted + rejected + unknown + known, "role")}: ${rejected} rejected, ${unknown} unknown, ${accepted} accepted`,
    ...(run.baseline !== undefined ? [`${known} with nothing but what the baseline knows`] : []),
    ...(run.failOn === "nobody" || below === 0 ? [] : [`${below} rejected below --fail-on ${run.failOn}`]),
    ...(unreadable > 0 ? [`${count(unreadable, "file")} unreadable`] : []),
  ];
  return `${parts.join("; ")}.`;
}

/** How many findings of a baseline are named. */
const MOST_UNMATCHED = 20;

/** What a baseline has and the files do not. */
function unmatched({ baseline }: Run, wrap: Wrap): string[] {
  const all = baseline?.unmatched ?? [];
  const more = all.length - MOST_UNMATCHED;
  return all.length === 0
    ? []
    : [
        wrap(
          `The baseline has ${count(all.length, "finding")} that ${all.length === 1 ? "matches" : "match"} nothing in these files. Once fixed, they need not be in it: write it again.`,
          "",
        ),
        ...all
          .slice(0, MOST_UNMATCHED)
          .map(({ rule, resource }) => `  ${printable(resource)} (${printable(rule)})`),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
