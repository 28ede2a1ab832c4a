/** The interface that every `--format` of the audit implements. */
import type { Paint } from "../../report/paint";
import type { AuditReport } from "../audit-report";

/** What a format needs in addition to the report. */
export interface FormatContext {
  /** The files of the command line. */
  readonly files: readonly string[];
  /** Colors text, if the output goes to a terminal that shows colors. */
  readonly paint: Paint;
  /** The width of the terminal; `undefined` if the output goes to none. */
  readonly columns: number | undefined;
  readonly exitCode: number;
}

/** Writes a report in pieces, so that a large one is never in memory as a whole. */
export type Format = (
  report: AuditReport,
  context: FormatContext,
) => Iterable<string> | AsyncIterable<string>;
