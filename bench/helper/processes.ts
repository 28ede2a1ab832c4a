/** Starts processes and waits for their end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A program and its arguments. */
export type Command = readonly string[];

/**
 * Runs a command to its end.
 *
 * @returns What it wrote to stdout.
 * @throws Error with what it wrote to stderr when it fails.
 */
export async function run(command: Command, environment: Record<string, string>): Promise<string> {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) {
    throw new Error(`${file} ended with ${status ?? "a signal"}: ${stderr.trim()}`);
  }
  return stdout;
}

/** Runs a command so many times at once. */
export async function runAtOnce(
  count: number,
  command: Command,
  environment: Record<string, string>,
): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => run(command, environment)));
}
