/** Implements audit --out: the report appears only when it is whole, and only its owner can read it. */
import { open, rename, rm } from "node:fs/promises";
import { coded, quoted } from "../../messages";
import { CommandError } from "../command";

/** Only the owner may read a report: it says how to get in. */
const MODE = 0o600;

/**
 * Writes a report. It gets its name when it is whole, so no reader sees half of one.
 *
 * @throws {CommandError} If the file cannot be written.
 */
export async function writeReport(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    const handle = await open(unfinished, "wx", MODE);
    try {
      for await (const piece of pieces) {
        await handle.write(piece);
      }
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof Error && "code" in error) {
      throw new CommandError(
        coded(
          "audit-report-not-written",
          `--out: cannot write ${quoted(file)} (${String(error.code)}). Name a file in a folder that this user may write to`,
        ),
      );
    }
    throw error;
  }
}
