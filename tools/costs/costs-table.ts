import { type Costs, figuresIn } from "./figures";

/** The longest line, in characters. */
const WIDTH = 80;
const NUMBER = 12;
const NAME = WIDTH - 2 * NUMBER;

/**
 * Renders figures for a terminal, with the difference of each to those kept before. A figure that is 0 and was not another one is left
 * out. No line is longer than 80 characters.
 *
 * @param kept - `undefined` if none were kept.
 */
export function costsTable(costs: Costs, kept: Costs | undefined): string {
  const before = new Map(figuresIn(kept ?? {}).map(({ path, value }) => [path.join("\n"), value]));
  const lines: string[] = [row("", "now", kept === undefined ? "" : "to kept")];
  let group: readonly string[] = [];
  for (const { path, value } of figuresIn(costs)) {
    const key = path.join("\n");
    if (value === 0 && (before.get(key) ?? 0) === 0) {
      before.delete(key);
      continue;
    }
    lines.push(...headings(group, path));
    group = path.slice(0, -1);
    const change = kept === undefined ? "" : difference(value, before.get(key));
    lines.push(row(label(path), thousands(value), change));
    before.delete(key);
  }
  for (const [key, value] of before) {
    lines.push(`gone: ${key.replaceAll("\n", " / ")} (${thousands(value)})`.slice(0, WIDTH));
  }
  return `${lines.join("\n")}\n`;
}

/** The names of the groups that a figure begins. */
function headings(before: readonly string[], path: readonly string[]): string[] {
  const groups = path.slice(0, -1);
  const same = groups.findIndex((name, index) => before[index] !== name);
  return same < 0 ? [] : groups.slice(same).map((_, index) => label(groups.slice(0, same + index + 1)));
}

/** The last name of a path, indented below its groups. A long one keeps its end, which says most. */
function label(path: readonly string[]): string {
  const indent = "  ".repeat(path.length - 1);
  const name = path.at(-1) ?? "";
  const room = NAME - indent.length - 1;
  return indent + (name.length > room ? `…${name.slice(name.length - room + 1)}` : name);
}

function row(name: string, now: string, change: string): string {
  return `${name.padEnd(NAME)}${now.padStart(NUMBER)}${change.padStart(NUMBER)}`.trimEnd();
}

function difference(now: number, before: number | undefined): string {
  if (before === undefined) {
    return "new";
  }
  const change = now - before;
  return change === 0 ? "=" : `${change > 0 ? "+" : "-"}${thousands(Math.abs(change))}`;
}

function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
