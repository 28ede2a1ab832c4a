import { printable } from "../../report/printable";
import type { Wrap } from "../../report/wrap";
import { wrapAt } from "../../report/wrap";
import type { AuditReport } from "../audit-report";

export function renderText(report: AuditReport, columns?: number): string {
  const wrap: Wrap = wrapAt(columns);
  return `${report.roles.map(({ sentence }) => wrap(printable(sentence), "  ")).join("\n")}\n`;
}
