/** The audit's reader for IAM credential reports in CSV, which show access keys and their last use. */
import type { EstateBuilder } from "../estate/estate-builder";
import { ownerAccount } from "./authorization-details";

/** How the first line of a credential report begins. Source: AWS, "Getting credential reports for your AWS account". */
export const REPORT_BEGINNING = "user,arn,user_creation_time,";

/**
 * Reads a credential report in CSV. Only names of users can have a comma. The report puts such a name in quotation marks.
 */
export function addCredentialReport(text: string, builder: EstateBuilder): void {
  const [header = "", ...lines] = text.split(/\r?\n/);
  const columns = cellsOf(header);
  for (const line of lines.filter((one) => one !== "")) {
    const cells = cellsOf(line);
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
    const account = ownerAccount(row.arn ?? "");
    if (account !== "") {
      builder.add({ kind: "aws.credential-report-row", of: account, data: row });
      builder.complete(`aws/${account}/credential-report`);
    }
  }
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}
