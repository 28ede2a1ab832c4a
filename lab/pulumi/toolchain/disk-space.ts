import { statfs } from "node:fs/promises";

const GIGABYTE = 1e9;

/**
 * Says what is wrong when a file system has too little room.
 *
 * @param directory an existing folder on that file system
 * @param neededBytes what is about to be written, at most
 * @returns one line with needed and free space and the remedy, or `undefined` when there is enough
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
    `not enough disk space for ${directory}: ${gigabytes(neededBytes)} needed, ` +
    `${gigabytes(freeBytes)} free: make room there and run again`
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toFixed(1)} GB`;
}
