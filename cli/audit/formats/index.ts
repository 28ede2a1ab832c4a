import type { Format } from "./format";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderText } from "./text";

/** The formats of `--format`. The HTML page takes its place here as `html`. */
export const FORMATS = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  sarif: renderSarif,
} as const satisfies Readonly<Record<string, Format>>;

/** A name of a format. */
export type FormatName = keyof typeof FORMATS;
