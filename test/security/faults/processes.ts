/** Finds processes that something else started. */
import { execFileSync } from "node:child_process";

/** The process, below another one at any depth, whose command line has this text; undefined when there is none. */
export function descendant(ancestor: number, text: string): number | undefined {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = table.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const below = (pid: number): typeof rows =>
    rows.filter(({ parent }) => parent === pid).flatMap((row) => [row, ...below(row.pid)]);
  return below(ancestor).find(({ command }) => command.includes(text))?.pid;
}
