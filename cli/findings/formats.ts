/** The junit, csv, and gitlab formats that judge and audit share. */
import { renderCsv } from "./csv";
import { renderGitLab } from "./gitlab";
import { renderJUnit } from "./junit";
import type { FindingsWriter } from "./reported-finding";

/** The formats for other tools, by the name for `--format`. */
export const FINDINGS_FORMATS = {
  junit: renderJUnit,
  csv: renderCsv,
  gitlab: renderGitLab,
} as const satisfies Readonly<Record<string, FindingsWriter>>;
