/** Words and scripts for POSIX shells. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** A word for a POSIX shell in which nothing has a special meaning; plain words stay as they are. */
export function shellWord(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Writes an executable shell script that runs a JavaScript file with the Node that runs this process, whatever is on
 * PATH. Its folder is created if it does not exist; a file of that name is replaced.
 *
 * @param file absolute path of the script
 * @param entry absolute path of the JavaScript file
 */
export async function writeLauncher(file: string, entry: string): Promise<void> {
  await writeScript(file, [process.execPath, entry]);
}

/**
 * Writes an executable shell script that runs a program with further environment variables, in the same way.
 *
 * @param file absolute path of the script
 * @param program absolute path of the program
 */
export async function writeProgramLauncher(
  file: string,
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await writeScript(file, [program], environment);
}

async function writeScript(
  file: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const variables = Object.entries(environment).map(
    ([name, value]) => `export ${name}=${shellWord(value)}\n`,
  );
  // `exec` keeps the process ID, by which the engine signals the program.
  const run = `exec ${command.map(shellWord).join(" ")} "$@"\n`;
  await writeFile(file, ["#!/bin/sh\n", ...variables, run].join(""));
  await chmod(file, 0o755);
}
