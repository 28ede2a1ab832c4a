/** Decides which function writes the audit report for each value of `--format`. */
import { FINDINGS_FORMATS } from "../../findings/formats";
import type { FINDING_FORMATS } from "../../options";
import { ofFindings, renderAuditSarif } from "./findings";
import type { Format } from "./format";
import { renderHtml } from "./html";
import { renderAuditJson } from "./json";
import { renderAuditMarkdown } from "./markdown";
import { renderAuditText } from "./text";

/** The formats of `--format`. */
export const FORMATS = {
  text: renderAuditText,
  markdown: renderAuditMarkdown,
  json: renderAuditJson,
  sarif: renderAuditSarif,
  junit: ofFindings(FINDINGS_FORMATS.junit),
  csv: ofFindings(FINDINGS_FORMATS.csv),
  gitlab: ofFindings(FINDINGS_FORMATS.gitlab),
  html: renderHtml,
} as const satisfies Readonly<Record<(typeof FINDING_FORMATS)[number] | "html", Format>>;

/** A name of a format. */
export type FormatName = keyof typeof FORMATS;
