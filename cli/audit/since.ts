import { AUDIT } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { isObject, itemsOf } from "../../trust";
import { AUDIT_FORMAT, type AuditFinding, type AuditReport } from "./audit-report";

/**
 * Reads the findings of an earlier report in JSON.
 *
 * @throws {UnreadableError} If it is something else.
 */
export function readEarlierFindings(text: string): readonly AuditFinding[] {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    throw new UnreadableError(AUDIT.say("audit-report-invalid", "it is not JSON"));
  }
  if (!isObject(report) || !Array.isArray(report.roles) || !Array.isArray(report.findings)) {
    throw new UnreadableError(AUDIT.say("audit-report-invalid", "it has no roles and findings"));
  }
  if (report.format !== AUDIT_FORMAT) {
    throw new UnreadableError(
      AUDIT.say("audit-report-invalid", `its format is ${JSON.stringify(report.format).slice(0, 40)}`),
    );
  }
  const all = [
    ...itemsOf(report.roles).flatMap((role) => (isObject(role) ? itemsOf(role.findings) : [])),
    ...itemsOf(report.findings),
  ];
  return all.filter(isFinding);
}

function isFinding(value: unknown): value is AuditFinding {
  return (
    isObject(value) &&
    ["rule", "fingerprint", "severity", "subject", "message", "remedy"].every(
      (name) => typeof value[name] === "string",
    )
  );
}

/** Compares a report with earlier findings: each finding is new or known, and what is gone is listed. */
export function compareSince(report: AuditReport, earlier: readonly AuditFinding[]): AuditReport {
  const known = new Set(earlier.map(({ fingerprint }) => fingerprint));
  const now = new Set<string>();
  const mark = (finding: AuditFinding): AuditFinding => {
    now.add(finding.fingerprint);
    return { ...finding, since: known.has(finding.fingerprint) ? "known" : "new" };
  };
  const roles = report.roles.map((role) => ({ ...role, findings: role.findings.map(mark) }));
  const findings = report.findings.map(mark);
  const gone = earlier
    .filter(({ fingerprint }) => !now.has(fingerprint))
    // How they compared then says nothing now.
    .map((finding): AuditFinding => {
      const { since, ...others } = finding;
      return since === undefined ? finding : others;
    });
  return { ...report, roles, findings, gone };
}
