/** Connects the audit's HTML page to `--format html`. */
import type { AuditReport } from "../audit-report";
import { renderPage } from "../page/render-page";

/**
 * Renders the report as one HTML file.
 *
 * @returns The file, as one piece.
 */
export async function* renderHtml(report: AuditReport): AsyncIterable<string> {
  yield await renderPage(report);
}
