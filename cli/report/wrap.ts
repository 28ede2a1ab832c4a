/** Breaks a line of prose; further lines begin with the indent. */
export type Wrap = (line: string, indent: string) => string;

/** Below this width, wrapped sentences are harder to read than what the terminal makes of long lines. */
const NARROWEST = 40;

/**
 * Makes what breaks lines at spaces so that they fit a terminal. Words stay whole, so ARNs and keys can be copied.
 *
 * @param columns - The terminal's width; `undefined` if the output goes to no terminal. Then lines stay as they are.
 */
export function wrapAt(columns: number | undefined): Wrap {
  return columns === undefined || columns < NARROWEST
    ? (line) => line
    : (line, indent) => wrapped(line, columns, indent);
}

function wrapped(line: string, columns: number, indent: string): string {
  const lines: string[] = [];
  let rest = line;
  let start = rest.search(/\S|$/);
  while (rest.length > columns) {
    const before = rest.lastIndexOf(" ", columns);
    const end = before > start ? before : rest.indexOf(" ", start);
    if (end < 0) {
      break;
    }
    lines.push(rest.slice(0, end).trimEnd());
    rest = indent + rest.slice(end).trimStart();
    start = indent.length;
  }
  return [...lines, rest].join("\n");
}
