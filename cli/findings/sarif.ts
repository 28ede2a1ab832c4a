/** SARIF 2.1.0, for code scanning. Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { coded, withCode } from "../../messages";
import type { Reach } from "../../trust";
import { STDIN } from "../input/read-input";
import type { ReportedFinding, TextPlace } from "./reported-finding";
import { LEVELS, type ReportedRule, type SarifLevel, sarifRule } from "./sarif-rules";

/** What a log has in addition to results. */
export interface SarifRun {
  /** The name of the tool. */
  readonly tool: string;
  /** Code scanning keeps the results of runs with another one apart. Without it, a pipeline can give one. */
  readonly id?: string;
  /** The version of this package. */
  readonly version: string;
  readonly exitCode: number;
  /** Whether all files were read. */
  readonly isComplete: boolean;
  readonly rules: readonly ReportedRule[];
  readonly notices: readonly SarifNotice[];
}

/** A `notification` of SARIF. */
export interface SarifNotice {
  readonly level: SarifLevel;
  readonly text: string;
  readonly file?: string;
}

/** How many results GitHub takes in one run. Source: GitHub, "SARIF support for code scanning". */
const MOST_RESULTS = 25_000;

/** How deep a result is in the log. */
const INDENT = " ".repeat(8);

/** The priority of a result by its reach, from 0 to 100. */
const RANKS: Readonly<Record<Reach, number>> = {
  anyone: 100,
  tenant: 80,
  assigned: 65,
  replay: 50,
  nobody: 20,
};

/** Writes findings in pieces: the whole log of a large company takes more memory than everything else. */
export function* renderSarif(findings: readonly ReportedFinding[], run: SarifRun): Iterable<string> {
  const leftOut = findings.length - MOST_RESULTS;
  const most =
    leftOut > 0 ? findings.toSorted((a, b) => worth(b) - worth(a)).slice(0, MOST_RESULTS) : findings;
  const log = JSON.stringify(logOf(run, leftOut > 0 ? [leftOutNotice(leftOut)] : []), null, 2);
  const list = '"results": [';
  const end = log.lastIndexOf(`${list}]`) + list.length;
  yield log.slice(0, end);
  const positions = new Map(run.rules.map(({ id }, position) => [id, position]));
  const edits = new Set<string>();
  let isFirst = true;
  for (const finding of most) {
    const result = { ...resultOf(finding, edits), ruleIndex: positions.get(finding.rule) ?? -1 };
    yield `${isFirst ? "" : ","}${`\n${JSON.stringify(result, null, 2)}`.replaceAll("\n", `\n${INDENT}`)}`;
    isFirst = false;
  }
  yield `${isFirst ? "" : `\n${INDENT.slice(2)}`}${log.slice(end)}\n`;
}

function logOf(run: SarifRun, more: readonly SarifNotice[]): unknown {
  const { tool: name, id, version, rules, exitCode, isComplete } = run;
  const driver = { name, version, semanticVersion: version, rules: rules.map((rule) => sarifRule(rule)) };
  const invocation = {
    executionSuccessful: isComplete,
    exitCode,
    toolExecutionNotifications: [...run.notices, ...more].map(({ level, text, file }) => ({
      level,
      message: { text },
      ...(file === undefined
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }] }),
    })),
  };
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver },
        // Columns count UTF-16 units. A region's end is the first column after it.
        columnKind: "utf16CodeUnits",
        ...(id === undefined ? {} : { automationDetails: { id } }),
        invocations: [invocation],
        results: [],
      },
    ],
  };
}

function leftOutNotice(count: number): SarifNotice {
  const text = `${count} results are left out: GitHub takes at most ${MOST_RESULTS} in one run. Name fewer files at once`;
  return { level: "warning", text: withCode(coded("sarif-results-left-out", text)) };
}

/** Errors before warnings before notes, and within them by rank. What is gone comes last. */
function worth(finding: ReportedFinding): number {
  const level = levelOf(finding);
  const { reach, since } = finding;
  const own = level === "error" ? 2000 : level === "warning" ? 1000 : 0;
  return since === "absent" ? -1 : own + (reach === undefined ? 0 : RANKS[reach]);
}

function levelOf({ severity, accepted }: ReportedFinding): SarifLevel {
  return accepted === undefined ? LEVELS[severity][0] : "note";
}

/** @param edits - The edits that a result has already. If one edit fixes two findings, one of them has it: done twice, it adds a member twice. */
function resultOf(finding: ReportedFinding, edits: Set<string>): object {
  const { rule, severity, name, resource, message, remedy, file, place, fingerprint, reach, since } = finding;
  const uri = uriOf(file);
  const text = [message, remedy].filter((sentence) => sentence !== "").join(" ");
  const lineHash = finding.lineHash?.();
  const fix = finding.edits?.() ?? [];
  const key = JSON.stringify([file, fix]);
  const isNew = fix.length > 0 && !edits.has(key);
  edits.add(key);
  return {
    ruleId: rule,
    level: levelOf(finding),
    ...(reach === undefined ? {} : { rank: RANKS[reach] }),
    message: { text: escaped(name === undefined ? text : `${name}: ${text}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: place === undefined ? { startLine: finding.line } : regionOf(place),
        },
        logicalLocations: [
          { ...(name === undefined ? {} : { name }), fullyQualifiedName: resource, kind: "resource" },
        ],
      },
    ],
    // The one for all viewers has nothing of the place in it. GitHub only uses the other one, which it also computes.
    partialFingerprints: {
      "azureToAwsFinding/v2": fingerprint,
      ...(lineHash === undefined ? {} : { primaryLocationLineHash: lineHash }),
    },
    properties: { severity, reach, ...finding.properties },
    ...(since === undefined ? {} : { baselineState: since }),
    ...suppressionsOf(finding),
    ...(isNew
      ? {
          fixes: [
            {
              description: { text: escaped(remedy) },
              artifactChanges: [
                {
                  artifactLocation: { uri },
                  replacements: fix.map((edit) => ({
                    deletedRegion: regionOf(edit.place),
                    ...(edit.text === "" ? {} : { insertedContent: { text: edit.text } }),
                  })),
                },
              ],
            },
          ],
        }
      : {}),
  };
}

/** Why a result does not count. Source: SARIF 2.1.0, 3.35, "suppression object". */
function suppressionsOf({ accepted }: ReportedFinding): object {
  if (accepted === undefined) {
    return {};
  }
  const { reason, until, owner, isInSource } = accepted;
  const kind = isInSource === true ? "inSource" : "external";
  return {
    suppressions: [{ kind, status: "accepted", justification: `${reason} (until ${until}, ${owner})` }],
  };
}

/** Braces mean placeholders in SARIF's messages, unless doubled. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&");
}

function regionOf({ start, end }: TextPlace): object {
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
