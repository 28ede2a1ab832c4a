import path from "node:path";
import { pathToFileURL } from "node:url";
import { about, withCode } from "../../messages";
import { JUDGING } from "../../messages/cli";
import type { FoundPolicy, Lines, TextRange } from "../../policy-sources";
import { findingMessage, type Reach } from "../../trust";
import { STDIN } from "../input/read-input";
import type { JudgedFile, JudgedRole } from "../judged-files/judge-file";
import { exitCodeOf, isUnreadable, type Run } from "./outcome";
import { SARIF_RULES, UNKNOWN_RULE } from "./sarif-rules";

/**
 * Renders a run as a SARIF 2.1.0 log, for code scanning.
 *
 * Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Columns count UTF-16 units; a
 * region's end is the first column after it.
 *
 * @param version - The package's version.
 */
export function renderSarif(run: Run, version: string): string {
  const exitCode = exitCodeOf(run);
  const unreadable = run.files.filter(isUnreadable);
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "azure-to-aws", version, semanticVersion: version, rules: SARIF_RULES } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            exitCode,
            toolExecutionNotifications: unreadable.map(({ file, reason }) => ({
              level: "error",
              message: { text: withCode(about(file, reason)) },
              locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
            })),
          },
        ],
        results: run.files.flatMap((file) =>
          isUnreadable(file)
            ? []
            : file.roles.flatMap((role) => resultsOf(role, file, run.baseline !== undefined)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The priority of a result by its reach, from 0 to 100. */
const RANKS: Readonly<Record<Reach, number>> = { anyone: 100, tenant: 80, replay: 50, nobody: 20 };

function resultsOf(role: JudgedRole, { file, lines }: JudgedFile, hasBaseline: boolean): unknown[] {
  const { document, judgment, findings, range } = role;
  const result = (
    ruleId: string,
    level: string,
    text: string,
    place: TextRange,
    known = false,
    code?: string,
    reach?: Reach,
  ): unknown => ({
    ruleId,
    ruleIndex: SARIF_RULES.findIndex(({ id }) => id === ruleId),
    level,
    ...(reach === undefined ? {} : { rank: RANKS[reach] }),
    ...propertiesOf(document, code, reach),
    // Either every result has one or none.
    ...(hasBaseline ? { baselineState: known ? "unchanged" : "new" } : {}),
    message: { text: escaped(`${document.role}: ${text}`) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: regionOf(place, lines) },
        logicalLocations: [
          { name: document.role, fullyQualifiedName: document.urn ?? document.role, kind: "resource" },
        ],
      },
    ],
  });
  return [
    ...findings.map(({ finding, known, range: place }) =>
      result(
        finding.rule,
        finding.severity === "violation" && !known ? levelOf(finding.reach) : "note",
        // Without JSON to add: few viewers show that well.
        findingMessage({ ...finding, remedy: undefined }),
        place,
        known,
        finding.code,
        finding.severity === "violation" ? finding.reach : undefined,
      ),
    ),
    ...(judgment.verdict === "unknown"
      ? [
          result(
            UNKNOWN_RULE,
            "warning",
            `${JUDGING.say("trust-policy-not-judged", judgment.unknown).text}.`,
            range,
          ),
        ]
      : []),
  ];
}

/** An opening is an error. A replay and a lock-out are warnings. */
function levelOf(reach: Reach | undefined): "error" | "warning" {
  return reach === "replay" || reach === "nobody" ? "warning" : "error";
}

/** What a result says in addition: the finding's code and reach, and what the file shows of the role. */
function propertiesOf(
  { account, arn, lastUsed }: FoundPolicy,
  code: string | undefined,
  reach: Reach | undefined,
): { readonly properties?: unknown } {
  const all = { code, reach, account, arn, lastUsed };
  return Object.values(all).every((value) => value === undefined) ? {} : { properties: all };
}

/** Braces mean placeholders in SARIF's messages, unless doubled. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&");
}

function regionOf(range: TextRange, lines: Lines): unknown {
  const { start, end } = lines.placeOf(range);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative URI for a relative path, which a code scanner resolves against the repository; else a file URI. */
function uriOf(file: string): string {
  if (file === STDIN) {
    return "stdin";
  }
  return path.isAbsolute(file)
    ? pathToFileURL(file).href
    : path.normalize(file).split(path.sep).map(encodeURIComponent).join("/");
}
