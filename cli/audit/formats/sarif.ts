import { PROJECT } from "../../../messages";
import { uriOf } from "../../report/sarif-results";
import type { AuditFinding, AuditReport } from "../audit-report";
import { AUDIT_RULES } from "../rules";
import { allFindings, counts, SEVERITIES } from "../summary";
import type { FormatContext } from "./format";

/** How many results GitHub takes in one run. Source: GitHub, "SARIF support for code scanning". */
const MOST_RESULTS = 25_000;

/** How deep a result is in the log. */
const INDENT = " ".repeat(8);

const LEVELS: Readonly<Record<AuditFinding["severity"], "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  note: "note",
};

/** How bad a result can be, from 0 to 10. Source: GitHub, "SARIF support for code scanning", `security-severity`. */
const SCORES: Readonly<Record<AuditFinding["severity"], string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.0",
  low: "3.0",
  note: "0.5",
};

const POSITIONS = new Map(AUDIT_RULES.map(({ id }, position) => [id, position]));

/**
 * Renders a report as a SARIF 2.1.0 log, for code scanning. Results are about objects of clouds, so their place is the whole
 * input, and the object is a logical location.
 *
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
export function* renderSarif(report: AuditReport, { files, exitCode }: FormatContext): Iterable<string> {
  const all = [...allFindings(report)].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const gone = report.gone ?? [];
  // Code scanning closes what a log leaves out, and these are not known to be gone.
  const unchecked = report.notSeenThisTime ?? [];
  const uri = uriOf(files[0] ?? "-");
  const leftOut = Math.max(0, all.length + unchecked.length + gone.length - MOST_RESULTS);
  const log = JSON.stringify(
    {
      $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "azure-to-aws audit",
              version: report.by,
              semanticVersion: report.by,
              rules: AUDIT_RULES.map((rule) => ruleOf(rule)),
            },
          },
          columnKind: "utf16CodeUnits",
          // Results of another kind of run of this tool are kept apart.
          automationDetails: { id: "azure-to-aws-audit/" },
          invocations: [
            {
              executionSuccessful: true,
              exitCode,
              toolExecutionNotifications: [
                ...[...report.notSeen, ...report.acceptanceProblems].map((text) => ({
                  level: "note",
                  message: { text },
                })),
                ...(leftOut > 0
                  ? [{ level: "warning", message: { text: `${leftOut} results are left out.` } }]
                  : []),
              ],
            },
          ],
          results: [],
        },
      ],
    },
    null,
    2,
  );
  // One by one: the whole log of a large company takes more memory than everything else.
  const list = '"results": [';
  const end = log.lastIndexOf(`${list}]`) + list.length;
  yield log.slice(0, end);
  let isFirst = true;
  for (const result of resultsOf(
    [...all, ...unchecked.map((finding) => ({ ...finding, since: "known" as const }))],
    gone,
    uri,
  )) {
    yield `${isFirst ? "" : ","}\n${JSON.stringify(result, null, 2).replace(/^/gm, INDENT)}`;
    isFirst = false;
  }
  yield `${isFirst ? "" : `\n${INDENT.slice(2)}`}${log.slice(end)}\n`;
}

function* resultsOf(
  all: readonly AuditFinding[],
  gone: readonly AuditFinding[],
  uri: string,
): Iterable<unknown> {
  for (const finding of all.slice(0, MOST_RESULTS)) {
    yield resultOf(finding, uri, finding.since === "known" ? "unchanged" : finding.since);
  }
  for (const finding of gone.slice(0, Math.max(0, MOST_RESULTS - all.length))) {
    yield resultOf(finding, uri, "absent");
  }
}

function ruleOf({ id, title, why, fix, severity }: (typeof AUDIT_RULES)[number]): unknown {
  const helpUri = PROJECT.site === undefined ? undefined : `${PROJECT.site}/reference/audit-rules/${id}.html`;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title} ${why}` },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: { text: fix, markdown: fix },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ["security"], precision: "high", "security-severity": SCORES[severity] },
  };
}

function resultOf(
  finding: AuditFinding,
  uri: string,
  baselineState: "new" | "unchanged" | "absent" | undefined,
): unknown {
  const { rule, severity, subject, message, remedy, fingerprint, reach, accepted } = finding;
  return {
    ruleId: rule,
    ruleIndex: POSITIONS.get(rule) ?? -1,
    level: counts(finding) ? LEVELS[severity] : "note",
    message: { text: `${message} ${remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: subject, kind: "resource" }],
      },
    ],
    partialFingerprints: { "azureToAwsAudit/v2": fingerprint },
    properties: { severity, ...(reach === undefined ? {} : { reach }) },
    ...(baselineState === undefined ? {} : { baselineState }),
    ...(accepted === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification: `${accepted.reason} (until ${accepted.until}, ${accepted.owner})`,
            },
          ],
        }),
  };
}
