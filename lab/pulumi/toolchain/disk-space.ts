import { statfs } from "node:fs/promises";

const GIGABYTE = 1e9;

/**
 * Describes the problem if a file system has too little space.
 *
 * @param directory an existing folder on that file system
 * @param neededBytes what is about to be written, at most
 * @returns one line with needed and free space, or `undefined` if there is enough
 */
export async function diskSpaceProblem(directory: string, neededBytes: number): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(directory);
  return describeShortage(directory, neededBytes, bavail * bsize);
}

/** The decision of {@link diskSpaceProblem} for a known amount of free space. */
export function describeShortage(
  directory: string,
  neededBytes: number,
  freeBytes: number,
): string | undefined {
  if (freeBytes >= neededBytes) {
    return undefined;
  }
  return (
    `not enough disk space in ${directory}. Expected ${gigabytes(neededBytes)}; ` +
    `got ${gigabytes(freeBytes)}`
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}
