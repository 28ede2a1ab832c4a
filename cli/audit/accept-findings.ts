import { withCode } from "../../messages";
import { Acceptance, acceptanceNotices, type AcceptedFinding } from "../../policypack/configuration";
import type { AuditFinding, AuditReport } from "./audit-report";
import { marked } from "./reported-finding";
import { AUDIT_RULES } from "./rules";
import { allFindings } from "./summary";

const RULES: readonly string[] = AUDIT_RULES.map(({ id }) => id);

/** Marks the findings of a report that somebody accepts. They stay in the report. */
export function acceptFindings(
  report: AuditReport,
  accepted: readonly AcceptedFinding[],
  now: Date,
): AuditReport {
  const acceptance = new Acceptance(accepted, now);
  const mark = (finding: AuditFinding): AuditFinding => {
    const found = acceptance.of([finding.fingerprint], finding.subject);
    if (found === undefined) {
      return finding;
    }
    const { reason, until, owner } = found.accepted;
    return marked(
      finding,
      found.hasEnded ? { acceptanceEnded: until } : { accepted: { reason, until, owner } },
    );
  };
  const roles = report.roles.map((role) => ({ ...role, findings: role.findings.map(mark) }));
  const findings = report.findings.map(mark);
  const unused = acceptance.unused({ rules: RULES, resources: resourcesOf(report) });
  return {
    ...report,
    roles,
    findings,
    acceptanceProblems: acceptanceNotices(acceptance.ended, unused).map(withCode),
  };
}

/** What the input has: an account of which everything is gone counts too. */
function resourcesOf(report: AuditReport): readonly string[] {
  const accounts = report.seen.flatMap((section) => /^aws\/(\d+)/.exec(section)?.[1] ?? []);
  return [
    ...allFindings(report).map(({ subject }) => subject),
    ...report.roles.map(({ arn }) => arn),
    ...report.providers.map(({ arn }) => arn),
    ...accounts.map((account) => `arn:aws:iam::${account}:`),
    ...[...report.identities, ...report.applications].map(({ id }) => id),
  ];
}
