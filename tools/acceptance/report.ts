/** The report of a run, which the user sends to the project. */
import type { Finding, SeenText } from "./findings";
import type { RemainingQuestion, SeenAnswer } from "./seen-answers";
import type { SeenPolling } from "./wire-log";

/** How a run ended. */
export type Ending = "passed" | "failed" | "interrupted";

/** How a sentence about an ending begins. */
const ENDINGS: Readonly<Record<Ending, string>> = {
  passed: "The run passed",
  failed: "The run failed",
  interrupted: "The run was interrupted",
};

/** How the report names an outcome. */
const OUTCOMES: Readonly<Record<StepReport["outcome"], string>> = {
  held: "passed",
  failed: "failed",
  interrupted: "interrupted",
  "not reached": "not reached",
};

/** The result of a step. */
export interface StepReport {
  readonly title: string;
  readonly outcome: "held" | "failed" | "interrupted" | "not reached";
  /** Absent for a step that was not reached. */
  readonly seconds?: number;
  /** The result of the step, or the reason of its failure. */
  readonly detail?: string;
}

/** Everything in the report. No value in it identifies anybody. */
export interface AcceptanceReport {
  /** Grows when a member changes its meaning or is removed. */
  readonly format: 1;
  readonly ending: Ending;
  /** The day of the run, as in `2026-11-27`. */
  readonly day: string;
  readonly versions: {
    readonly package: string;
    readonly node: string;
    readonly pulumi: string;
    /** By provider. */
    readonly plugins: Readonly<Record<string, string>>;
    /** Such as `linux x64`. */
    readonly system: string;
  };
  readonly location: string;
  readonly region: string;
  /** Whether the account already had a provider for the tenant, which the run adopts. */
  readonly adoptedProvider: boolean;
  /** Outcomes of the preflight by check; absent if it did not run. */
  readonly preflight?: Readonly<Record<string, string>>;
  readonly steps: readonly StepReport[];
  readonly texts: readonly SeenText[];
  /** Answers to open questions, each next to the lab's. */
  readonly answers: readonly SeenAnswer[];
  /** Questions that remain open. */
  readonly open: readonly RemainingQuestion[];
  readonly polling: readonly SeenPolling[];
  /** Messages of clouds in the output of a failed program. */
  readonly errors: readonly string[];
  readonly findings: readonly Finding[];
  /** How many things of each kind are left in the clouds. */
  readonly left: Readonly<Record<string, number>>;
  /** What could not be checked afterward. */
  readonly unseen: readonly string[];
  /** Whether the run left the OIDC provider that it created, because others use it now. */
  readonly leftSharedProvider: boolean;
}

/** The report as Markdown, for people and for an issue. */
export function renderMarkdown(report: AcceptanceReport): string {
  const { versions, findings } = report;
  const plugins = Object.entries(versions.plugins).map(([name, version]) => `${name} ${version}`);
  return [
    "# Acceptance report",
    "",
    `${ENDINGS[report.ending]} on ${report.day}, in ${report.location} and ${report.region}.`,
    "",
    `- azure-to-aws-federation ${versions.package}, Node ${versions.node}, ${versions.system}`,
    `- Pulumi ${versions.pulumi}; plugins: ${plugins.join(", ")}`,
    `- The account's OIDC provider: ${report.adoptedProvider ? "adopted" : "the run's own"}`,
    ...preflightLines(report),
    "",
    "## Steps",
    "",
    "| Step | Outcome | Seconds |",
    "| --- | --- | --- |",
    ...report.steps.map(
      ({ title, outcome, seconds }) => `| ${title} | ${OUTCOMES[outcome]} | ${seconds?.toFixed(0) ?? ""} |`,
    ),
    "",
    ...report.steps.flatMap(({ title, outcome, detail }) =>
      outcome === "failed" && detail !== undefined ? [`${title}:`, "", ...block(detail)] : [],
    ),
    "## Left in the clouds",
    "",
    ...leftLines(report),
    "",
    "## Differences from the lab",
    "",
    ...(findings.length === 0 ? ["None.", ""] : []),
    ...findings.flatMap(({ title, service, real, lab }) => [
      `### ${service}: ${title}`,
      "",
      "Real:",
      "",
      ...block(real),
      "Lab:",
      "",
      ...block(lab),
    ]),
    "## Answers",
    "",
    ...(report.answers.length === 0 ? ["None.", ""] : []),
    ...report.answers.flatMap((answer) => answerLines(answer)),
    "## Questions that remain",
    "",
    ...report.open.flatMap(({ question, command, reason }) => [
      `${question}${reason === undefined ? "" : ` Not answered: ${reason}`}`,
      "",
      ...block(command),
    ]),
    "## Messages of the clouds",
    "",
    ...report.texts.flatMap(({ title, service, text }) => [`${service}: ${title}`, "", ...block(text)]),
    ...report.polling.flatMap(({ operation, status, headers }) => [
      `Azure Resource Manager: ${operation}`,
      "",
      ...block(
        [String(status), ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join("\n"),
      ),
    ]),
    ...report.errors.flatMap((text) => block(text)),
  ].join("\n");
}

function answerLines({ question, asked, came, lab, same, note }: SeenAnswer): readonly string[] {
  const verdict = {
    true: "as in the lab",
    false: "unlike the lab",
    undefined: "the lab does not say",
  } as const;
  return [
    `${question} (${verdict[`${same}`]})`,
    "",
    ...block(
      [
        `asked: ${asked}`,
        `came:  ${came}`,
        ...(lab === undefined ? [] : [`lab:   ${lab}`]),
        ...(note === undefined ? [] : [`note:  ${note}`]),
      ].join("\n"),
    ),
  ];
}

function preflightLines({ preflight }: AcceptanceReport): readonly string[] {
  if (preflight === undefined) {
    return ["- The preflight did not run."];
  }
  const outcomes = Object.entries(preflight);
  const ok = outcomes.filter(([, outcome]) => outcome === "ok").length;
  // One line per check that is not ok, so that readers find it.
  return [
    `- Preflight: ${ok} of ${outcomes.length} checks are ok`,
    ...outcomes.flatMap(([id, outcome]) => (outcome === "ok" ? [] : [`  - ${id}: ${outcome}`])),
  ];
}

function leftLines({ left, unseen, leftSharedProvider }: AcceptanceReport): readonly string[] {
  const counts = Object.entries(left).map(([kind, count]) => `- ${kind}: ${count}`);
  const lines = [
    ...counts,
    ...unseen.map((place) => `- not checked: ${place}`),
    ...(leftSharedProvider ? ["- by design: the OIDC provider, which others use"] : []),
  ];
  return lines.length === 0 ? ["Nothing."] : lines;
}

/** A code block whose fence does not occur in the text. */
function block(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, text, fence, ""];
}
