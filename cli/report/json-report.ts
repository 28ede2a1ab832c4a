/** `judge --format json`: verdicts, findings, and grants of all roles. */
import { withCode } from "../../messages";
import type { Lines } from "../../policy-sources";
import type { JudgedFile, JudgedRole } from "../judged-files/judge-file";
import { countVerdicts, exitCodeOf, isUnreadable, type Run } from "./outcome";

/** Version of the JSON report: it changes when a member changes its meaning or goes. */
const FORMAT = 5;

/** Renders a run as JSON, for scripts. */
export function renderJson(run: Run): string {
  const report = {
    format: FORMAT,
    accepted: exitCodeOf(run) === 0,
    counts: countVerdicts(run),
    acceptance: run.acceptance,
    read: run.files.filter((file) => !isUnreadable(file)).length,
    skipped: (run.skipped ?? []).map(({ file, skipped, mayHaveRole }) => ({ file, skipped, mayHaveRole })),
    files: run.files.map((file) =>
      isUnreadable(file) ? { file: file.file, unreadable: withCode(file.reason) } : jsonFile(file),
    ),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function jsonFile({ file, format, lines, roles, notSeen, remarks }: JudgedFile): unknown {
  return { file, kind: format.code, roles: roles.map((role) => jsonRole(role, lines)), notSeen, remarks };
}

function jsonRole(
  { document, judgment, verdict, reach, range, findings, assumptions }: JudgedRole,
  lines: Lines,
): unknown {
  const { role, kind, urn, account, arn, lastUsed } = document;
  const { unknown, grants, possibleReach } = judgment;
  return {
    role,
    kind,
    urn,
    account,
    arn,
    lastUsed,
    verdict,
    reach,
    possibleReach,
    ...lines.placeOf(range),
    unknown,
    assumptions,
    findings: findings.map(({ finding, fingerprints, accepted, range: place }) => ({
      ...finding,
      fingerprint: fingerprints()[0],
      accepted: accepted && { reason: accepted.reason, until: accepted.until, owner: accepted.owner },
      ...lines.placeOf(place),
    })),
    grants,
  };
}
