import type { AuditReport } from "../../../../cli/audit/audit-report";
import { allFindings } from "../../../../cli/audit/summary";
import type { AcceptedFinding } from "../../../../policypack/configuration";

/** Accepts the findings of a report with a rule; all without one. */
export function accepting(
  report: AuditReport,
  terms: Partial<AcceptedFinding> = {},
): readonly AcceptedFinding[] {
  return allFindings(report)
    .filter(({ rule }) => rule === (terms.rule ?? rule))
    .map(({ fingerprint, rule, subject }) => ({
      fingerprint,
      rule,
      resource: subject,
      reason: "a trial until the move",
      until: "2026-11-28",
      owner: "platform",
      ...terms,
    }));
}
