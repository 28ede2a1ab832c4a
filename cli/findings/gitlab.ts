/** The gitlab format of judge and audit, with the findings that nobody accepts. */
import { shownFile } from "../input/read-input";
import type { ReportedFinding } from "./reported-finding";

const SEVERITIES: Readonly<Record<ReportedFinding["severity"], string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  note: "info",
};

/**
 * Writes findings as a report for GitLab Code Quality. It has no form for an accepted finding, so these are left out.
 *
 * Source: GitLab, "Code Quality", "Code Quality report format".
 */
export function renderGitLab(findings: readonly ReportedFinding[]): string {
  const report = findings
    .filter(({ accepted }) => accepted === undefined)
    .map(({ rule, fingerprint, severity, resource, message, remedy, file, line }) => ({
      description: `${resource}: ${message} ${remedy}`.trimEnd(),
      check_name: rule,
      fingerprint,
      severity: SEVERITIES[severity],
      location: { path: shownFile(file), lines: { begin: line } },
    }));
  return `${JSON.stringify(report, null, 2)}\n`;
}
