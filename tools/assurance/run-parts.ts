/** Runs parts one after the other and reports how long each took. */
import { execa } from "execa";

/** A part: its name and the command line. */
export interface Part {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** How long all parts may take together, and how to change that. */
export interface Allowance {
  readonly minutes: number;
  /** The name to print after a run that took longer, for example `ASSURANCE_MINUTES`. */
  readonly changedBy: string;
  /** Milliseconds since anything. Default is `performance.now`. */
  readonly clock?: () => number;
}

const MINUTE = 60_000;

/**
 * Runs all parts, even after a failure or a delay. Their output goes to this process's output.
 *
 * @param tell gets a line after each part, one for all together at the end, and one if they took too long
 * @returns the exit code: 0 if every part ended with 0 and all ended within the allowance, else 1
 */
export async function runParts(
  parts: readonly Part[],
  { minutes, changedBy, clock = () => performance.now() }: Allowance,
  tell: (line: string) => void,
): Promise<number> {
  const began = clock();
  const lines: string[] = [];
  let failed = 0;
  for (const { name, command } of parts) {
    const start = clock();
    const [program, ...args] = command;
    const { exitCode } = await execa(program, args, { stdio: "inherit", reject: false });
    if (exitCode !== 0) {
      failed++;
    }
    lines.push(row(name, clock() - start, exitCode === 0 ? "held" : "FAILED"));
  }
  const took = clock() - began;
  lines.push(row("together", took, failed === 0 ? "held" : "FAILED"));
  const isLate = took > minutes * MINUTE;
  if (isLate) {
    lines.push(
      `FAILED: it took ${time(took)}, more than the ${time(minutes * MINUTE)} that it may take; ` +
        `${changedBy} allows a slower machine more`,
    );
  }
  lines.forEach(tell);
  return failed === 0 && !isLate ? 0 : 1;
}

function row(name: string, milliseconds: number, outcome: string): string {
  return `${name.padEnd(10)}${time(milliseconds).padStart(12)}  ${outcome}`;
}

/** Rounded up, so a time over the limit never looks like the limit. */
function time(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
