import { readFileSync } from "node:fs";

/**
 * The version that a lock file has for a client.
 *
 * @param pattern its first group is the version
 * @throws Error naming the file when the pattern is not in it
 */
export function lockedVersion(file: string, pattern: RegExp): string {
  const version = pattern.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) {
    throw new Error(`${file} has no ${String(pattern)}`);
  }
  return version;
}
