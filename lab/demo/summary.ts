/** The demo's last word: what was seen, at a glance. */
import { styleText } from "node:util";
import type { DemoReport } from "./run-demo";

/** Renders the summary; colour only where the terminal shows it. */
export function renderSummary(report: DemoReport): string {
  const total = report.seconds.reduce((sum, step) => sum + step.seconds, 0);
  const { deployment, listing, refusals, insecure, emptied } = report;
  return [
    "",
    styleText(
      "bold",
      `Azure to AWS without a stored key: all ${report.seconds.length} steps held, in ${total.toFixed(0)} s`,
    ),
    "",
    row("Deployed", `${deployment.created} resources in two clouds, accepted by the policy pack`),
    row("Role", afterSlash(deployment.outputs.roleArn)),
    row("Trusts", `aud ${deployment.outputs.audience}`),
    row("", `sub ${deployment.outputs.principalId}`),
    row("Session", afterSlash(listing.callerArn)),
    row("Listed", `${listing.byCli.join(", ")}, by the AWS CLI`),
    row("", `${listing.byBoto3.join(", ")}, by boto3`),
    "",
    ...refusals.flatMap(({ title, code }) => [row("Refused", title), row("", styleText("yellow", code))]),
    ...insecure.violations.flatMap(({ policyName, resourceUrn }) => [
      row("Rejected", `${resourceUrn.split("::").at(-1) ?? ""} of examples/insecure`),
      row("", styleText("yellow", policyName)),
    ]),
    "",
    row("Second up", `${report.unchanged} resources unchanged`),
    emptied
      ? row(
          "Destroyed",
          `${emptied.deleted} resources; left in Azure ${emptied.leftInAzure}, in AWS ${emptied.leftInAws}`,
        )
      : row("Kept", "the lab is still running"),
    "",
  ].join("\n");
}

function row(label: string, text: string): string {
  const mark = label === "" ? " " : styleText("green", "✔");
  return `  ${mark} ${label.padEnd(10)} ${text}`;
}

/** The name at the end of an ARN: whole ARNs break a narrow terminal's lines. */
function afterSlash(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
