/** The report of explain about errors in a string or log, as text and as JSON. */
import { wrapAt } from "../report/wrap";
import type { Explained } from "./explained";
import type { FoundError } from "./find-errors";
import { wrapCommand } from "./wrap-command";

/** The width of the report, in columns. A narrower terminal makes it narrower. */
export const WIDTH = 80;

const INDENT = "    ";

/** The errors as text of at most `columns` columns. Words longer than a line stay whole. */
export function renderErrors(found: readonly FoundError[], columns = WIDTH): string {
  return found.map((each) => renderError(each, Math.min(columns, WIDTH))).join("\n");
}

function renderError({ error, lineNumber, line }: FoundError, columns: number): string {
  const wrap = wrapAt(columns);
  const { code, area, title, cause, confirm, fix, next, page, known } = error;
  const isOwn = known === undefined;
  const parts = [
    wrap(`${title} [${code}]`, INDENT),
    wrap(`  ${area}, line ${lineNumber}: ${line}`, INDENT),
    wrap(`  Cause: ${cause}`, INDENT),
    ...(isOwn ? [wrap(`  Fix: ${fix.join(" ")}`, INDENT)] : []),
    // The first command confirms the cause, for those whose fix depends on it.
    ...commands("  Next command:", isOwn ? optional(next) : confirm, columns),
    ...(isOwn ? [] : commands("  Fix:", fix, columns)),
    wrap(`  Page: ${page}`, INDENT),
    ...(isOwn ? [] : [wrap(`  Text known from: ${known.grade} (${known.source})`, INDENT)]),
  ];
  return `${parts.join("\n")}\n`;
}

function commands(heading: string, lines: readonly string[], columns: number): string[] {
  return lines.length === 0
    ? []
    : [
        heading,
        ...lines.map((line) =>
          line.startsWith("#")
            ? wrapAt(columns)(`${INDENT}${line}`, `${INDENT}# `)
            : wrapCommand(line, columns, INDENT),
        ),
      ];
}

function optional(line: string | undefined): string[] {
  return line === undefined ? [] : [line];
}

/** The same for programs. */
export function errorsAsJson(found: readonly FoundError[]): string {
  const errors = found.map(({ error, lineNumber, line }) => ({ ...asJson(error), lineNumber, line }));
  return `${JSON.stringify({ format: 1, recognized: errors.length > 0, errors }, null, 2)}\n`;
}

function asJson({ known, next, ...rest }: Explained): Record<string, unknown> {
  return { ...rest, next: next ?? null, grade: known?.grade ?? null, source: known?.source ?? null };
}
