/** The final messages of a run, and its exit code. */
import { terminalColumns, wrapped } from "../../lab/terminal";
import { coded, withCode } from "../../messages";
import type { Accounts } from "./accounts";
import { LEFT_FIRST, type LeftOvers, leftProvider, type SharedProvider } from "./left-over";
import type { AcceptanceReport } from "./report";
import type { AcceptanceResult } from "./run-acceptance";
import { REPORT_FILES } from "./write-report";

/** Exit codes of `npm run acceptance`. */
export const EXIT = {
  /** All steps passed, and nothing is left. */
  passed: 0,
  /** A step failed, and nothing is left. */
  failed: 1,
  /** Nothing was created: an option was wrong, a login was missing, or the user answered no. */
  notStarted: 2,
  /** Something is left in the clouds, or the run could not check. */
  left: 3,
  /** Ctrl-C, and nothing is left. */
  interrupted: 130,
} as const;

/** The exit code of a search for what a run left. */
export function exitCodeOfLook({ found, unseen }: LeftOvers): number {
  return found.length + unseen.length > 0 ? EXIT.left : EXIT.passed;
}

/** The exit code of a run that started. */
export function exitCode({ ending, left, notUndone }: AcceptanceResult): number {
  return left.found.length + left.unseen.length + notUndone.length > 0 ? EXIT.left : EXIT[ending];
}

/** Describes how a run ended, and what is left, with the commands that remove it. */
export function describeEnding(result: AcceptanceResult, accounts: Accounts): string {
  const { steps } = result;
  const seconds = steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
  const held = steps.filter(({ outcome }) => outcome === "held").length;
  return [
    "",
    result.ending === "passed"
      ? `All ${steps.length} steps passed in ${seconds.toFixed(0)} s.`
      : `The run ${result.ending === "failed" ? "failed" : "was interrupted"}: ${held} of ${steps.length} steps passed.`,
    ...(result.failure === undefined ? [] : ["", result.failure]),
    "",
    describeLeft(result, accounts),
    "",
  ].join("\n");
}

/** Describes the result of the report, and its files. */
export function describeReport(report: AcceptanceReport): string {
  return [
    report.findings.length === 0
      ? "The run found no difference from the lab."
      : `Differences from the lab: ${report.findings.length}. Please send the report to the project.`,
    `Questions about the clouds: ${report.answers.length} answered, ${report.open.length} open. The report has the commands.`,
    `The report is in ${REPORT_FILES.json} and ${REPORT_FILES.markdown}.`,
    "Read it before you send it.",
    "",
  ].join("\n");
}

/** What every run leaves by design. It is not counted. */
export const STAYS =
  "Entra keeps deleted applications in its recycle bin for 30 days. Azure keeps resource providers registered, and the resource group " +
  "NetworkWatcherRG, which it creates itself with the first virtual network of a region.";

/** Describes what is left, and how to remove it: first with Pulumi, which knows the order, then by name. */
export function describeLeft(
  { left, notUndone, destroyCommands, names }: LeftResult,
  accounts: Accounts,
): string {
  const { found, unseen, sharedProvider } = left;
  const shared = sharedProvider === undefined ? [] : ["", ...describeShared(sharedProvider)];
  if (found.length + unseen.length + notUndone.length === 0) {
    return ["Nothing is left in the clouds.", ...shared, "", sentence(`By design: ${STAYS}`)].join("\n");
  }
  const ordered = LEFT_FIRST.flatMap((kind) => found.filter((one) => one.kind === kind));
  // Pulumi would delete a provider that others use: the state does not contain them.
  const byPulumi = sharedProvider === undefined ? destroyCommands : [];
  const { tenantId, subscriptionId, accountId, region } = accounts;
  return [
    sentence(
      withCode(
        found.length === 0
          ? coded(
              "acceptance-remains-unknown",
              "the run could not check everything in the clouds, or could not undo a change",
              "See below",
            )
          : coded(
              "acceptance-resources-left",
              `the run left ${found.length === 1 ? "a resource" : `${found.length} resources`} in the clouds`,
              "Remove what is listed below",
            ),
      ),
    ),
    ...ordered.map(({ kind, name }) => `  ${kind} ${name}`),
    ...unseen.map((place) => sentence(`Not checked: ${place}`)),
    ...notUndone.map((failure) => sentence(`Not undone: ${failure}`)),
    ...shared,
    "",
    "To remove it, sign in to:",
    `  Azure subscription ${subscriptionId}`,
    `  Entra tenant ${tenantId}`,
    `  AWS account ${accountId}`,
    ...(byPulumi.length === 0
      ? []
      : ["", "First remove with Pulumi what it created:", "", ...byPulumi.map(indented)]),
    ...(found.length === 0
      ? []
      : [
          "",
          byPulumi.length === 0
            ? "Then run:"
            : "Then run these. They fail for resources that Pulumi has removed:",
          "",
          ...ordered.flatMap(({ commands }) => commands.map(indented)),
        ]),
    "",
    "To check again:",
    "",
    `  npm run acceptance -- --left ${names.prefix} --region ${region}`,
  ].join("\n");
}

/** What {@link describeLeft} needs of a result. */
export type LeftResult = Pick<AcceptanceResult, "left" | "notUndone" | "destroyCommands" | "names">;

function describeShared({ arn, others }: SharedProvider): readonly string[] {
  return [
    sentence(
      `The run keeps the OIDC provider that it created, because it now lists ${others === 1 ? "a client ID" : `${others} client IDs`} of others, ` +
        "who would lose access. When nobody uses it any longer, delete it:",
    ),
    "",
    ...leftProvider(arn).commands.map(indented),
  ];
}

/** Prose, in lines that fit the terminal. */
function sentence(text: string): string {
  return text
    .split("\n")
    .map((line) => wrapped(line, terminalColumns(), "  "))
    .join("\n");
}

function indented(line: string): string {
  return `  ${line}`;
}
