/** The audit's findings in the formats of other tools: SARIF, JUnit, CSV, and GitLab Code Quality. */
import type { FindingsWriter, ReportedFinding } from "../../findings/reported-finding";
import { renderSarif as write } from "../../findings/sarif";
import type { ReportedRule } from "../../findings/sarif-rules";
import type { AuditFinding, AuditReport } from "../audit-report";
import { AUDIT_RULES } from "../rules";
import { allFindings, isCounting } from "../summary";
import type { Format, FormatContext } from "./format";

/** A format of the findings alone, for other tools. */
export function ofFindings(render: FindingsWriter): Format {
  return (report, { files }) => [render(allFindings(report).map(reportedIn(files)), "audit")];
}

/** Renders the findings of a report as SARIF, with those that are gone and those that were not seen this time. */
export function renderAuditSarif(report: AuditReport, { files, exitCode }: FormatContext): Iterable<string> {
  const reported = reportedIn(files);
  const findings = [
    ...allFindings(report).map(reported),
    // Code scanning closes what a log leaves out, and these are not known to be gone.
    ...(report.notSeenThisTime ?? []).map((finding) => ({
      ...reported(finding),
      since: "unchanged" as const,
    })),
    ...(report.gone ?? []).map((finding) => ({ ...reported(finding), since: "absent" as const })),
  ];
  return write(findings, {
    tool: "azure-to-aws audit",
    id: "azure-to-aws-audit/",
    version: report.by,
    exitCode,
    isComplete: true,
    rules: RULES,
    notices: [...report.notSeen, ...report.acceptanceProblems].map((text) => ({ level: "note", text })),
  });
}

const RULES = AUDIT_RULES.map(({ id, severity, title, why, fix }): ReportedRule => ({
  id,
  severity,
  title,
  text: why,
  fix,
  page: `reference/audit-rules/${id}.html`,
}));

/** Findings as other tools have them. Objects of clouds have no line, so their place is the input. */
function reportedIn([file = "-"]: readonly string[]): (finding: AuditFinding) => ReportedFinding {
  return (finding) => {
    const { rule, fingerprint, severity, subject, message, remedy, accepted, reach, since } = finding;
    return {
      rule,
      fingerprint,
      severity,
      resource: subject,
      message,
      remedy,
      file,
      line: 1,
      counts: severity !== "note" && isCounting(finding),
      accepted,
      reach,
      since: since === "known" ? "unchanged" : since,
    };
  };
}
