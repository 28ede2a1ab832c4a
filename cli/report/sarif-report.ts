import { about, withCode } from "../../messages";
import { leftOutNotice } from "../findings/sarif";
import { exitCodeOf, isUnreadable, type Run } from "./outcome";
import { type Result, SarifResults, uriOf } from "./sarif-results";
import { SARIF_RULES } from "./sarif-rules";

/** How many results GitHub takes in one run. Source: GitHub, "SARIF support for code scanning". */
const MOST_RESULTS = 25_000;

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
  const results = run.files.flatMap((file) => (isUnreadable(file) ? [] : new SarifResults(file).all()));
  const most = worstFirst(results).slice(0, MOST_RESULTS);
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
            toolExecutionNotifications: [
              ...unreadable.map(({ file, reason }) => ({
                level: "error",
                message: { text: withCode(about(file, reason)) },
                locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
              })),
              ...(run.skipped ?? [])
                .filter(({ mayHaveRole }) => mayHaveRole)
                .map(({ file, skipped }) => ({
                  level: "warning",
                  message: { text: `${file}: ${skipped}` },
                  locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
                })),
              ...(most.length < results.length ? [leftOut(results.length - most.length)] : []),
            ],
          },
        ],
        results: most.length < results.length ? most : results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Errors before warnings before notes, and within them by rank. */
function worstFirst<T extends Result>(results: readonly T[]): T[] {
  const worth = ({ level, rank = 0 }: Result): number =>
    (level === "error" ? 2000 : level === "warning" ? 1000 : 0) + rank;
  return [...results].sort((a, b) => worth(b) - worth(a));
}

function leftOut(count: number): unknown {
  const { level, text } = leftOutNotice(count);
  return { level, message: { text } };
}
