/** Writes the report of a run into two files. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Accounts } from "./accounts";
import { findings, seenPolling, seenTexts } from "./findings";
import { PLACEHOLDERS } from "./lab-texts";
import { packageVersion } from "./pulumi-set-up";
import { type AcceptanceReport, renderMarkdown } from "./report";
import { type Known, ReportRedactor } from "./report-redactor";
import type { AcceptanceResult } from "./run-acceptance";
import type { RunNames } from "./run-names";
import { answerFindings, remainingQuestions, seenAnswers } from "./seen-answers";
import type { WireLog } from "./wire-log";

/** The sources of the report. */
export interface ReportSources {
  readonly result: AcceptanceResult;
  readonly wire: WireLog;
  readonly accounts: Accounts;
  readonly adoptedProvider: boolean;
  /** Secrets, and names that identify somebody. */
  readonly known: readonly Known[];
}

/** The names of the two files. */
export const REPORT_FILES = { json: "acceptance-report.json", markdown: "acceptance-report.md" } as const;

/** Values of a run that a report must not contain, with their placeholders. */
export function knownOfRun(accounts: Accounts, names: RunNames, audience: string): readonly Known[] {
  return [
    { value: audience, placeholder: PLACEHOLDERS.audience },
    { value: names.application, placeholder: PLACEHOLDERS.application },
    { value: names.readableBucket, placeholder: PLACEHOLDERS.readableBucket },
    { value: names.otherBucket, placeholder: PLACEHOLDERS.otherBucket },
    { value: names.prefix, placeholder: "<run>" },
    { value: accounts.tenantId, placeholder: "<tenant>" },
    { value: accounts.subscriptionId, placeholder: PLACEHOLDERS.subscription },
    { value: accounts.accountId, placeholder: "<account>" },
  ];
}

/** The report of a run. Nothing in it identifies anybody. */
export async function composeReport({
  result,
  wire,
  accounts,
  adoptedProvider,
  known,
}: ReportSources): Promise<AcceptanceReport> {
  const redactor = new ReportRedactor(known);
  const texts = seenTexts(wire, redactor);
  const polling = seenPolling(wire, redactor);
  const answers = seenAnswers(result, redactor);
  const { ending, tools, preflight, steps, left } = result;
  const shown = (value: string): string => redactor.redact(value);
  // The program's own words, such as outcomes and the lab's messages, stay unchanged, even if they are names of a person or a machine.
  return {
    format: 1,
    ending,
    day: new Date().toISOString().slice(0, 10),
    versions: {
      package: await packageVersion(),
      node: process.versions.node,
      pulumi: shown(tools?.pulumi ?? "unknown"),
      plugins: redactor.redactRecord(tools?.plugins ?? {}),
      system: `${process.platform} ${process.arch}`,
    },
    location: shown(accounts.location),
    region: shown(accounts.region),
    adoptedProvider,
    ...(preflight?.ran === true
      ? { preflight: Object.fromEntries(preflight.checks.map(({ id, outcome }) => [shown(id), outcome])) }
      : {}),
    // Only the first line of a failure: the rest may be the whole output of a program.
    steps: steps.map(({ title, detail, ...step }) => ({
      ...step,
      title: shown(title),
      ...(detail === undefined ? {} : { detail: shown(detail.split("\n", 1).join("")) }),
    })),
    texts,
    answers,
    open: remainingQuestions(result, redactor),
    polling,
    errors: wire.errors.map(shown),
    findings: [...findings(texts, polling, redactor), ...answerFindings(answers)],
    left: countByKind(left.found),
    unseen: left.unseen.map(shown),
    leftSharedProvider: left.sharedProvider !== undefined,
  };
}

/** Writes both files. */
export async function writeReport(report: AcceptanceReport, directory: string): Promise<void> {
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  await writeFile(path.join(directory, REPORT_FILES.json), json);
  await writeFile(path.join(directory, REPORT_FILES.markdown), renderMarkdown(report));
}

function countByKind(found: readonly { readonly kind: string }[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of found) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
