/** Streams the lines of a snapshot, and of the sections that an interrupted `collect` already wrote. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { coded } from "../../messages";
import { SNAPSHOTS } from "../../messages/cli";
import { INPUT_FILES } from "../../messages/input-files";
import { UnreadableError } from "../../policy-sources";

/** The most characters of a line. An object of a cloud has less: IAM's largest documents have ten thousand. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** How much of a file is read at once, in bytes. */
const CHUNK = 256 * 1024;

/** A line of a compressed file. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a file that gzip compressed, one by one. Empty ones are left out. No more than one line and one chunk are in
 * memory, whatever the size of the file.
 *
 * @throws {UnreadableError} If the file cannot be read, is not compressed, is cut or damaged, or has a line that is too long.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const unzipped = createGunzip({ chunkSize: CHUNK });
  // An error of either ends the loop below.
  pipeline(createReadStream(file, { highWaterMark: CHUNK }), unzipped, () => undefined);
  const decoder = new StringDecoder("utf8");
  let number = 0;
  let begun = "";
  try {
    for await (const chunk of unzipped as AsyncIterable<Buffer>) {
      const parts = decoder.write(chunk).split("\n");
      parts[0] = begun + (parts[0] ?? "");
      begun = parts.pop() ?? "";
      for (const text of parts) {
        number++;
        if (text.length > LONGEST_LINE) {
          throw tooLong(number);
        }
        if (text !== "") {
          yield { number, text };
        }
      }
      if (begun.length > LONGEST_LINE) {
        throw tooLong(number + 1);
      }
    }
  } catch (error) {
    throw error instanceof UnreadableError ? error : unreadable(error as NodeJS.ErrnoException, number);
  } finally {
    unzipped.destroy();
  }
  if (begun !== "") {
    // Every line ends with a line break, so the last one is not whole.
    throw new UnreadableError(SNAPSHOTS.say("snapshot-cut", number));
  }
}

function tooLong(line: number): UnreadableError {
  return new UnreadableError(
    coded(
      "snapshot-line-too-long",
      `line ${line} of the snapshot is too long. Expected at most ${LONGEST_LINE} characters. Collect again: npx @azure-to-aws/cli collect --out FILE`,
    ),
  );
}

/** What an error of the system or of zlib means. Source: Node.js, "Zlib", and zlib, `inflate.c` for the texts. */
function unreadable({ code = "unknown", message }: NodeJS.ErrnoException, line: number): UnreadableError {
  switch (code) {
    case "ENOENT":
      return new UnreadableError(INPUT_FILES.say("input-not-found"));
    case "EACCES":
      return new UnreadableError(INPUT_FILES.say("input-forbidden"));
    case "EISDIR":
      return new UnreadableError(INPUT_FILES.say("input-is-folder"));
    case "Z_BUF_ERROR":
      return new UnreadableError(SNAPSHOTS.say("snapshot-cut", line));
    case "Z_DATA_ERROR":
      return new UnreadableError(
        message === "incorrect header check"
          ? SNAPSHOTS.say("snapshot-not-one", "the file is not compressed with gzip")
          : coded(
              "snapshot-damaged",
              `the snapshot is damaged after line ${line} (${message}). Copy it again, or collect again: npx @azure-to-aws/cli collect --out FILE`,
            ),
      );
    default:
      return new UnreadableError(INPUT_FILES.say("input-not-read", code));
  }
}
