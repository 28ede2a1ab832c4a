import { JUDGING } from "../../messages/cli";
import { fingerprint } from "../../policypack/configuration";
import type { Reach } from "../../trust";
import type { ReportedFinding } from "../findings/reported-finding";
import { shownFile } from "../input/read-input";
import { resourceOf } from "../judged-files/identified-finding";
import type { JudgedFile } from "../judged-files/judge-file";
import { isUnreadable, type Run } from "./outcome";
import { UNKNOWN_RULE } from "./sarif-rules";

/** How bad a violation is, by who can assume the role. The policy pack has the same. */
const SEVERITIES: Readonly<Record<Reach, ReportedFinding["severity"]>> = {
  anyone: "critical",
  tenant: "critical",
  assigned: "high",
  replay: "medium",
  nobody: "low",
};

/** The findings of a run for the formats of other tools. An unreadable file and an unknown role are findings there. */
export function reportedFindings(run: Run): readonly ReportedFinding[] {
  return run.files.flatMap((file): readonly ReportedFinding[] => {
    if (!isUnreadable(file)) {
      return findingsOf(file, run);
    }
    const { code, text } = file.reason;
    const name = shownFile(file.file);
    const own = { rule: code, fingerprint: fingerprint({ rule: code, identity: [name] }) };
    return [
      {
        ...own,
        severity: "high",
        resource: name,
        message: text,
        remedy: "",
        file: name,
        line: 1,
        counts: true,
      },
    ];
  });
}

function findingsOf({ file, lines, roles }: JudgedFile, { allowUnknown }: Run): readonly ReportedFinding[] {
  const place = (start: number) => ({ file: shownFile(file), line: lines.positionOf(start).line });
  return roles.flatMap((role) => {
    const resource = resourceOf(role);
    const findings = role.findings.map(({ finding, fingerprints, accepted, range }): ReportedFinding => {
      const isNote = finding.severity === "note";
      return {
        rule: finding.rule,
        fingerprint: fingerprints()[0],
        severity: isNote ? "note" : finding.reach === undefined ? "high" : SEVERITIES[finding.reach],
        resource,
        message: finding.message,
        remedy: "",
        ...place(range.start),
        counts: !isNote && accepted === undefined,
        accepted: accepted && { reason: accepted.reason, until: accepted.until, owner: accepted.owner },
      };
    });
    const unknown: ReportedFinding = {
      rule: UNKNOWN_RULE,
      fingerprint: fingerprint({ rule: UNKNOWN_RULE, identity: role.identity }),
      severity: "medium",
      resource,
      message: `${JUDGING.say("trust-policy-not-judged", role.judgment.unknown).text}.`,
      remedy: "",
      ...place(role.range.start),
      counts: !allowUnknown,
    };
    return role.verdict === "unknown" ? [...findings, unknown] : findings;
  });
}
