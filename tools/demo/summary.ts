/** The demo's summary. */
import { styleText } from "node:util";
import { wrapped } from "../../lab/terminal";
import { describeCount } from "./resource-count";
import type { DemoReport } from "./run-demo";

/** Columns of the mark and the label of a row. */
const LABEL_COLUMNS = 15;

/**
 * Renders the summary, with color if the terminal supports it.
 *
 * @param columns the width that no line exceeds
 */
export function renderSummary(report: DemoReport, columns: number): string {
  const row = (label: string, text: string, color?: "yellow") => {
    const mark = label === "" ? " " : styleText("green", "✔");
    const lines = wrapped(text, columns - LABEL_COLUMNS).split("\n");
    return lines
      .map((line, index) => {
        const before = index === 0 ? `  ${mark} ${label.padEnd(10)} ` : " ".repeat(LABEL_COLUMNS);
        return before + (color === undefined ? line : styleText(color, line));
      })
      .join("\n");
  };
  const total = report.seconds.reduce((sum, step) => sum + step.seconds, 0);
  const { deployment, listing, refusals, insecure, emptied } = report;
  return [
    "",
    styleText(
      "bold",
      `Azure to AWS without a stored key: all ${report.seconds.length} steps passed in ${total.toFixed(0)} s`,
    ),
    "",
    row("Deployed", `${describeCount(deployment.created)}, accepted by the policy pack`),
    row("Role", afterSlash(deployment.outputs.roleArn)),
    row("Trusts", `aud ${deployment.outputs.audience}`),
    row("", `sub ${deployment.outputs.principalId}`),
    row("Session", afterSlash(listing.callerArn)),
    row("Listed", `AWS CLI: ${listing.byCli.join(", ")}`),
    row("", `boto3: ${listing.byBoto3.join(", ")}`),
    "",
    ...refusals.flatMap(({ title, code }) => [row("Refused", title), row("", code, "yellow")]),
    ...insecure.violations.flatMap(({ policyName, resourceUrn }) => [
      row("Rejected", `${resourceUrn.split("::").at(-1) ?? ""} of examples/insecure`),
      row("", policyName, "yellow"),
    ]),
    "",
    row("Unchanged", `${describeCount(report.unchanged)}, in a second pulumi up`),
    emptied
      ? row(
          "Destroyed",
          `${describeCount(emptied.deleted)}; ${emptied.leftInAzure} left in Azure, ${emptied.leftInAws} left in AWS`,
        )
      : row("Kept", "the lab is still running"),
    "",
  ].join("\n");
}

/** The name at the end of an ARN. Whole ARNs do not fit into the lines of a narrow terminal. */
function afterSlash(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
