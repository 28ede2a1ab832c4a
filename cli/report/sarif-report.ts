/** `judge --format sarif`: the report for code scanning. */
import { about, withCode } from "../../messages";
import { renderSarif, type SarifNotice } from "../findings/sarif";
import { exitCodeOf, isUnreadable, type Run } from "./outcome";
import { findingsOf } from "./reported-findings";
import { SARIF_RULES } from "./sarif-rules";

/**
 * Renders a run as SARIF. A file that cannot be read, or that was skipped and may have a role, is a notification.
 *
 * @param version - The package's version.
 */
export function renderJudgedSarif(run: Run, version: string): string {
  const unreadable = run.files.filter(isUnreadable);
  const findings = run.files.flatMap((file) => (isUnreadable(file) ? [] : findingsOf(file, run)));
  const skipped = (run.skipped ?? []).filter(({ mayHaveRole }) => mayHaveRole);
  const pieces = renderSarif(findings, {
    tool: "azure-to-aws",
    version,
    exitCode: exitCodeOf(run),
    isComplete: unreadable.length === 0,
    rules: SARIF_RULES,
    notices: [
      ...unreadable.map(({ file, reason }): SarifNotice => ({
        level: "error",
        text: withCode(about(file, reason)),
        file,
      })),
      ...skipped.map(({ file, skipped: why }): SarifNotice => ({
        level: "warning",
        text: `${file}: ${why}`,
        file,
      })),
    ],
  });
  return [...pieces].join("");
}
