/** The last words of a run, and its exit code. */
import { LEFT_FIRST } from "./left-over";
import type { AcceptanceReport } from "./report";
import type { AcceptanceResult } from "./run-acceptance";
import { REPORT_FILES } from "./write-report";

/** Exit codes of `npm run acceptance`. */
export const EXIT = {
  /** All steps held, and nothing is left. */
  passed: 0,
  /** A step failed, and nothing is left. */
  failed: 1,
  /** Nothing was created: the command line is wrong, there is no login, or the user said no. */
  notStarted: 2,
  /** Something is left in the clouds, or nobody can tell. */
  left: 3,
  /** Ctrl-C, and nothing is left. */
  interrupted: 130,
} as const;

/** The exit code of a run that started. */
export function exitCode({ ending, left, notUndone }: AcceptanceResult): number {
  return left.found.length + left.unseen.length + notUndone.length > 0 ? EXIT.left : EXIT[ending];
}

/** Says how a run ended, and what is left with the commands that remove it. */
export function describeEnding(result: AcceptanceResult): string {
  const { steps } = result;
  const seconds = steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
  const held = steps.filter(({ outcome }) => outcome === "held").length;
  return [
    "",
    result.ending === "passed"
      ? `All ${steps.length} steps held, in ${seconds.toFixed(0)} s.`
      : `${held} of ${steps.length} steps held; the run ${result.ending === "failed" ? "failed" : "was interrupted"}.`,
    ...(result.failure === undefined ? [] : ["", result.failure]),
    "",
    ...describeLeft(result),
    "",
  ].join("\n");
}

/** Says what the report found, and where it is. */
export function describeReport(report: AcceptanceReport): string {
  return [
    report.findings.length === 0
      ? "No difference from the lab was seen."
      : `${report.findings.length} differences from the lab were seen. Please send the report to the project.`,
    `The report is in ${REPORT_FILES.json} and ${REPORT_FILES.markdown}. Read it before you send it.`,
    "",
  ].join("\n");
}

function describeLeft({ left, notUndone, destroyCommands }: AcceptanceResult): readonly string[] {
  const { found, unseen } = left;
  if (found.length + unseen.length + notUndone.length === 0) {
    return ["Nothing is left in the clouds."];
  }
  const ordered = LEFT_FIRST.flatMap((kind) => found.filter((one) => one.kind === kind));
  return [
    ...(found.length === 0 ? ["Nothing is left in the clouds, as far as they were seen."] : []),
    ...(found.length === 0 ? [] : [`Left in the clouds: ${found.length}`]),
    ...ordered.map(({ kind, name }) => `  ${kind} ${name}`),
    ...unseen.map((place) => `Could not be looked at: ${place}`),
    ...notUndone.map((failure) => `Could not be taken back: ${failure}`),
    ...(found.length === 0
      ? []
      : ["", "These commands remove it:", "", ...ordered.flatMap(({ commands }) => commands.map(indented))]),
    ...(destroyCommands.length === 0
      ? []
      : ["", "Or let Pulumi remove what it created, before them:", "", ...destroyCommands.map(indented)]),
  ];
}

function indented(line: string): string {
  return `  ${line}`;
}
