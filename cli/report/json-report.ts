import { withCode } from "../../messages";
import type { Lines } from "../../policy-sources";
import type { JudgedFile, JudgedRole } from "../judged-files/judge-file";
import { countVerdicts, exitCodeOf, isUnreadable, type Run } from "./outcome";

/** Version of the JSON report: it changes when a member changes its meaning or goes. */
const FORMAT = 4;

/** Renders a run as JSON, for scripts. */
export function renderJson(run: Run): string {
  const report = {
    format: FORMAT,
    accepted: exitCodeOf(run) === 0,
    counts: countVerdicts(run),
    baseline: run.baseline && {
      unmatched: run.baseline.unmatched.map(({ rule, resource }) => ({ rule, resource })),
    },
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
  { document, judgment, verdict, reach, range, findings }: JudgedRole,
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
    findings: findings.map(({ finding, known, range: place }) => ({
      ...finding,
      known,
      ...lines.placeOf(place),
    })),
    grants,
  };
}
