/** Columns of a terminal that does not report its width, and of an output that is not a terminal. */
const USUAL_COLUMNS = 80;

/** How many columns standard output has now. */
export function terminalColumns(): number {
  return process.stdout.columns || USUAL_COLUMNS;
}

/**
 * Breaks one line at spaces so that no line is longer than `width`. A longer word, such as an ARN or a
 * URI, is broken after its last slash or colon that fits, else at the width.
 *
 * @param indent put before every line but the first; its length counts
 */
export function wrapped(line: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let rest = line;
  for (let room = width; rest.length > room; room = width - indent.length) {
    const end = breakOf(rest, Math.max(room, 1));
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest].join(`\n${indent}`);
}

/** Where a text that is longer than `room` is broken. */
function breakOf(text: string, room: number): number {
  const space = text.lastIndexOf(" ", room);
  const [word = ""] = text.slice(space + 1).split(" ", 1);
  if (space > 0 && word.length <= room) {
    return space;
  }
  const inWord = Math.max(text.lastIndexOf("/", room - 1), text.lastIndexOf(":", room - 1));
  return inWord > 0 ? inWord + 1 : room;
}
