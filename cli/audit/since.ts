/** Implements audit --since: decides which findings are new, known, gone, or not visible in this input. */
import { AUDIT } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { isObject, itemsOf, stringsIn } from "../../trust";
import { AUDIT_FORMAT, type AuditFinding, type AuditReport } from "./audit-report";
import { marked } from "./reported-finding";

/** What a comparison needs of an earlier report. */
export interface EarlierReport {
  readonly findings: readonly AuditFinding[];
  /** {@link AuditReport.seen} of that report. */
  readonly seen: readonly string[];
}

/** Rules that look only at AWS, with the sections of it that they look at. */
const SECTIONS_OF_RULES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...[
    "trust-admits-anyone",
    "trust-admits-tenant",
    "trust-admits-replay",
    "trust-admits-nobody",
    "trust-not-judged",
    "federated-role-is-powerful",
    "role-unused",
    "audience-not-registered",
    "provider-missing",
    "provider-without-roles",
  ].map((rule) => [rule, ["authorization-details", "oidc-providers"]] as const),
  ["access-key-beside-federation", ["authorization-details", "access-keys", "credential-report"]],
]);

/**
 * Reads an earlier report in JSON.
 *
 * @throws {UnreadableError} If it is something else.
 */
export function readEarlierReport(text: string): EarlierReport {
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
  return { findings: all.filter(isFinding), seen: stringsIn(report.seen) };
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
export function compareSince(report: AuditReport, earlier: EarlierReport): AuditReport {
  const known = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
  const now = new Set<string>();
  const mark = (finding: AuditFinding): AuditFinding => {
    now.add(finding.fingerprint);
    return marked(finding, { since: known.has(finding.fingerprint) ? "known" : "new" });
  };
  const roles = report.roles.map((role) => ({ ...role, findings: role.findings.map(mark) }));
  const findings = report.findings.map(mark);
  const absent = earlier.findings
    .filter(({ fingerprint }) => !now.has(fingerprint))
    // How they compared then says nothing now.
    .map((finding): AuditFinding => {
      const { since, ...others } = finding;
      return since === undefined ? finding : others;
    });
  const isSeen = visibility(report.seen, earlier.seen);
  return {
    ...report,
    roles,
    findings,
    gone: absent.filter(isSeen),
    notSeenThisTime: absent.filter((finding) => !isSeen(finding)),
  };
}

/**
 * Whether this input would show an earlier finding: it has every section that the earlier input had, as far as the rule looks at
 * it. Nothing follows from what an input lacks.
 */
function visibility(now: readonly string[], before: readonly string[]): (finding: AuditFinding) => boolean {
  const seen = new Set(now);
  // An export names only the place. A section of this place has no less.
  const lost = before.filter(
    (section) =>
      !seen.has(section) &&
      (section.split("/").length > 2 || !now.some((one) => one.startsWith(`${section}/`))),
  );
  return ({ rule, subject }) => {
    const sections = SECTIONS_OF_RULES.get(rule);
    const [, , , , account = ""] = subject.split(":");
    return !lost.some((section) => {
      const [cloud, of, name] = section.split("/");
      return (
        sections === undefined ||
        (cloud === "aws" &&
          (account === "" || of === account) &&
          (name === undefined || sections.includes(name)))
      );
    });
  };
}
