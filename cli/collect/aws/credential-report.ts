/** Collects the section aws/credential-report of a snapshot, which also covers the root user's keys. */
import { setTimeout as delay } from "node:timers/promises";
import { sent } from "../../clouds/aws/aws-refusal";
import { CloudError } from "../../clouds/cloud-error";
import type { ObjectRecord } from "../../snapshot/snapshot-records";
import type { AwsTarget } from "./aws-login";
import { csvRows } from "./csv-rows";

/** How long IAM may take to make the report, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** How long to wait before IAM is asked again, in milliseconds. */
const PAUSE = 1_000;

/** The credential report, row by row. IAM makes a new one at most every four hours. */
export async function* readCredentialReport({
  account: { id: of },
  iam,
  sdks,
}: AwsTarget): AsyncGenerator<ObjectRecord> {
  const { GenerateCredentialReportCommand, GetCredentialReportCommand } = sdks.iam;
  const end = Date.now() + PATIENCE;
  for (;;) {
    const { State } = await sent("iam:GenerateCredentialReport", () =>
      iam.send(new GenerateCredentialReportCommand({})),
    );
    if (State === "COMPLETE") {
      break;
    }
    if (Date.now() > end) {
      throw new CloudError("failed", "ReportInProgress", "IAM did not finish the report within five minutes");
    }
    await delay(PAUSE);
  }
  const { Content } = await sent("iam:GetCredentialReport", () =>
    iam.send(new GetCredentialReportCommand({})),
  );
  const [columns = [], ...rows] = csvRows(Buffer.from(Content ?? []).toString("utf8"));
  for (const row of rows) {
    const data = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]));
    yield { kind: "aws.credential-report-row", of, data };
  }
}
