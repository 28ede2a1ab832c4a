import { UnreadableError } from "../../policy-sources";
import type { JudgeOptions } from "../../trust";
import { UsageError } from "../command";
import { readInput, STDIN } from "../input/read-input";
import { type JudgedFile, judgeText, type UnreadableFile } from "./judge-file";

/**
 * Reads and judges files in turn. Standard input (`-`) can be among them once.
 *
 * @throws {UsageError} If there are none, or `-` comes twice.
 */
export async function judgeFiles(
  files: readonly string[],
  stdin: NodeJS.ReadableStream,
  options: JudgeOptions = {},
): Promise<(JudgedFile | UnreadableFile)[]> {
  if (files.length === 0) {
    throw new UsageError("No file is given. Name one or more, or - for standard input.");
  }
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UsageError("Standard input (-) is given twice, but can be read only once.");
  }
  const judged: (JudgedFile | UnreadableFile)[] = [];
  for (const file of files) {
    try {
      judged.push(judgeText(file, await readInput(file, stdin), options));
    } catch (error) {
      if (!(error instanceof UnreadableError)) {
        throw error;
      }
      judged.push({ file, reason: error.message });
    }
  }
  return judged;
}
