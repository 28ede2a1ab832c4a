/** Applies the policy pack's list of accepted findings to an audit report, for `--policy-pack-config`. */
import { withCode } from "../../messages";
import { roleNameOf } from "../../policy-sources";
import {
  Acceptance,
  acceptanceNotices,
  type AcceptedFinding,
  type FoundAcceptance,
} from "../../policypack/configuration";
import { TRUST_RULES } from "../../trust";
import type { AuditFinding, AuditReport } from "./audit-report";
import { marked } from "./reported-finding";
import { AUDIT_RULES } from "./rules";
import { allFindings } from "./summary";

const RULES: readonly string[] = AUDIT_RULES.map(({ id }) => id);

/** Marks the findings of a report that somebody accepts. They stay in the report. */
export function acceptAuditFindings(
  report: AuditReport,
  accepted: readonly AcceptedFinding[],
  now: Date,
): AuditReport {
  const acceptance = new Acceptance(accepted, now);
  const mark = (finding: AuditFinding): AuditFinding => {
    const found = accepted.length === 0 ? undefined : acceptanceOf(finding, acceptance);
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
  const resources = resourcesOf(report);
  const unused = [
    ...acceptance.unused({ rules: RULES, resources }),
    // What `judge` finds in a file need not be deployed. An ARN is.
    ...acceptance.unused({
      rules: TRUST_RULES,
      resources: resources.filter((one) => one.startsWith("arn:")),
    }),
  ];
  return {
    ...report,
    roles,
    findings,
    acceptanceProblems: acceptanceNotices(acceptance.ended, unused).map(withCode),
  };
}

/** A finding is accepted by itself, or as every finding of the trust analysis behind it. In the second case, the earliest end date counts. */
function acceptanceOf(
  { fingerprint, subject, trust = [] }: AuditFinding,
  acceptance: Acceptance,
): FoundAcceptance | undefined {
  const place = { resources: [subject], roleName: roleNameOf({ arn: subject }) };
  const parts = trust.flatMap((one) => acceptance.of([one.fingerprint], place) ?? []);
  const whole = acceptance.of([fingerprint], place);
  if (whole !== undefined || parts.length < trust.length) {
    return whole;
  }
  const [first] = parts.toSorted((a, b) => (a.accepted.until < b.accepted.until ? -1 : 1));
  return first;
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
