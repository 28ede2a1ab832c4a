/** Runs parts one after the other and tells how long each took. */
import { execa } from "execa";

/** A part: its name and the command line. */
export interface Part {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/**
 * Runs all parts, one that fails too, with their output on this process's own.
 *
 * @param tell takes a line for each part once it is over, and one for all together at the end
 * @returns the exit code: 0 when every part ended with 0, else 1
 */
export async function runParts(parts: readonly Part[], tell: (line: string) => void): Promise<number> {
  const began = performance.now();
  const lines: string[] = [];
  let failed = 0;
  for (const { name, command } of parts) {
    const start = performance.now();
    const [program, ...args] = command;
    const { exitCode } = await execa(program, args, { stdio: "inherit", reject: false });
    if (exitCode !== 0) failed++;
    lines.push(row(name, performance.now() - start, exitCode === 0 ? "held" : "FAILED"));
  }
  lines.push(row("together", performance.now() - began, failed === 0 ? "held" : "FAILED"));
  lines.forEach(tell);
  return failed === 0 ? 0 : 1;
}

function row(name: string, milliseconds: number, outcome: string): string {
  const seconds = Math.round(milliseconds / 1000);
  const time = `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${name.padEnd(10)}${time.padStart(12)}  ${outcome}`;
}
