import { rm } from "node:fs/promises";

/** Removes a folder, if it is there. Tries again when the last files of a program that was just stopped still appear. */
export async function removeTree(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
