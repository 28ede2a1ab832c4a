/** The csv format of judge and audit, safe to open in a spreadsheet. */
import { shownFile } from "../input/read-input";
import type { ReportedFinding } from "./reported-finding";

const COLUMNS = [
  "severity",
  "rule",
  "resource",
  "file",
  "line",
  "message",
  "remedy",
  "fingerprint",
  "accepted until",
  "owner",
  "reason",
];

/** Writes findings as CSV with a heading, for spreadsheets. Source: RFC 4180. */
export function renderCsv(findings: readonly ReportedFinding[]): string {
  const rows = findings.map((finding) => {
    const { severity, rule, resource, file, line, message, remedy, fingerprint, accepted } = finding;
    const { until = "", owner = "", reason = "" } = accepted ?? {};
    return [
      severity,
      rule,
      resource,
      shownFile(file),
      String(line),
      message,
      remedy,
      fingerprint,
      until,
      owner,
      reason,
    ];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A spreadsheet would run a cell that begins like a formula. Source: OWASP, "CSV Injection". */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
