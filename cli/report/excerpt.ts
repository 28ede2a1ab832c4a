/** The lines of a judged file that `judge` quotes below a finding, with carets. */
import type { Lines, TextRange } from "../../policy-sources";

/** How many lines are shown of what takes many. */
const MOST_LINES = 6;
/** How many characters are shown before what is underlined, in a line that is longer. */
const BEFORE = 24;

/** One line of an excerpt. */
export interface ExcerptLine {
  /** The line's number; `undefined` for a line of carets and where lines are left out. */
  readonly number: number | undefined;
  readonly text: string;
  readonly underlines: boolean;
}

/**
 * Shows a range of a text: its lines, each with carets below what is meant. Long lines are cut to what is around the
 * carets, long ranges to their first lines.
 *
 * @param widest - How many characters are shown of a line.
 */
export function excerpt(text: string, lines: Lines, range: TextRange, widest = 110): ExcerptLine[] {
  const end = Math.max(range.start + 1, range.start + text.slice(range.start, range.end).trimEnd().length);
  const first = lines.positionOf(range.start);
  const last = lines.positionOf(end);
  const shown: ExcerptLine[] = [];
  for (let number = first.line; number <= last.line; number++) {
    if (number - first.line >= MOST_LINES) {
      shown.push({ number: undefined, text: `(${last.line - number + 1} more lines)`, underlines: false });
      break;
    }
    const line = lines.line(number);
    const from = number === first.line ? first.column - 1 : line.search(/\S|$/);
    const to = number === last.line ? last.column - 1 : line.length;
    const cut = cutLine(line, from, widest);
    shown.push({ number, text: cut.text, underlines: false });
    const carets = Math.max(1, Math.min(to - from, widest - (from - cut.removed)));
    shown.push({
      number: undefined,
      text: " ".repeat(from - cut.removed) + "^".repeat(carets),
      underlines: true,
    });
  }
  return shown;
}

/** Cuts a line to what is around a column. An ellipsis takes the place of one character, so that columns stay. */
function cutLine(
  line: string,
  column: number,
  widest: number,
): { readonly text: string; readonly removed: number } {
  const text = line.replaceAll("\t", " ");
  if (text.length <= widest) {
    return { text, removed: 0 };
  }
  const removed = column <= widest / 2 ? 0 : column - BEFORE;
  const part = text.slice(removed, removed + widest);
  const start = removed > 0 ? `…${part.slice(1)}` : part;
  return { text: removed + widest < text.length ? `${start.slice(0, -1)}…` : start, removed };
}
