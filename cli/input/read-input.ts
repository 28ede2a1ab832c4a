/** Reads the files that commands get as input, with limits on size and encoding. */
import { constants, createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { coded, type Message } from "../../messages";
import { INPUT_FILES } from "../../messages/input-files";
import { parseSource, type Source, UnreadableError, withoutForgedMarks } from "../../policy-sources";

/** What stands for standard input on a command line. */
export const STDIN = "-";

/** A file as people call it. */
export function shownFile(file: string): string {
  return file === STDIN ? "standard input" : file;
}

/** The most that is read, in bytes. Accounts with thousands of roles stay far below it. */
export const LARGEST = 256 * 1024 * 1024;

/** How much of a file is read at once, in bytes. Node reads 64 KiB by default, which takes longer for large files. */
const CHUNK = 1024 * 1024;

/** What a failed read means, by the system's error code. */
const REASONS: Readonly<Record<string, Message>> = {
  ENOENT: INPUT_FILES.say("input-not-found"),
  EACCES: INPUT_FILES.say("input-forbidden"),
  EISDIR: INPUT_FILES.say("input-is-folder"),
};

/**
 * Reads a file or, for `-`, standard input as text: UTF-8, or UTF-16 with a byte order mark, as some shells write it.
 *
 * @throws {UnreadableError} If it cannot be read, is larger than 256 MiB, or is no text.
 */
export async function readInput(file: string, stdin: NodeJS.ReadableStream): Promise<string> {
  return decode(await readRaw(file, stdin));
}

/**
 * Reads a file or, for `-`, standard input as it is.
 *
 * @throws {UnreadableError} If it cannot be read or is larger than 256 MiB.
 */
export async function readRaw(file: string, stdin: NodeJS.ReadableStream): Promise<Uint8Array> {
  return file === STDIN ? readLimited(stdin) : readBytes(file);
}

/** Reads to the end, but never more than may be: pipes and devices need not have an end. */
async function readLimited(stream: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > LARGEST) {
      throw new UnreadableError(INPUT_FILES.say("input-too-large", LARGEST, "more"));
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) {
      throw new UnreadableError(INPUT_FILES.say("input-too-large", LARGEST, String(size)));
    }
    return await readLimited(chunksIn(file));
  } catch (error) {
    throw failedRead(error);
  }
}

/** How long a pipe is left alone that has a writer and nothing to read yet, in milliseconds. */
const PAUSE = 10;

/**
 * The content of a file or a pipe in chunks. Opening a pipe waits for a writer by default, and nobody says that one comes, so
 * the pipe has to have one.
 *
 * Source: Linux manual, "fifo(7)" (documented).
 *
 * @param size - The most that a chunk has, in bytes.
 * @throws {UnreadableError} If it cannot be read, or is a pipe without a writer.
 */
export async function* chunksIn(file: string, size = CHUNK): AsyncGenerator<Buffer> {
  try {
    if ((await stat(file)).isFIFO()) {
      yield* chunksInPipe(file, size);
      return;
    }
    for await (const chunk of createReadStream(file, { highWaterMark: size })) {
      yield chunk as Buffer;
    }
  } catch (error) {
    throw failedRead(error);
  }
}

async function* chunksInPipe(file: string, size: number): AsyncGenerator<Buffer> {
  const pipe = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    for (let hasContent = false; ;) {
      const chunk = Buffer.alloc(size);
      const length = await readAvailable(pipe, chunk);
      if (length === 0) {
        if (!hasContent) {
          throw new UnreadableError(
            coded(
              "input-pipe-without-writer",
              "this is a pipe into which nothing writes. Start the program that writes first",
            ),
          );
        }
        return;
      }
      if (length === undefined) {
        await setTimeout(PAUSE);
      } else {
        hasContent = true;
        yield chunk.subarray(0, length);
      }
    }
  } finally {
    await pipe.close();
  }
}

/** Reads what a pipe has, and returns how much that is: 0 without a writer, `undefined` while there is nothing yet. */
async function readAvailable(pipe: FileHandle, buffer: Buffer): Promise<number | undefined> {
  try {
    return (await pipe.read(buffer)).bytesRead;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") {
      return undefined;
    }
    throw error;
  }
}

/** How much of a file shows whether it is binary, in bytes. */
const HEAD = 8192;

/** The first bytes of a regular file. */
export async function readHead(file: string): Promise<Uint8Array> {
  try {
    const opened = await open(file);
    try {
      const { bytesRead, buffer } = await opened.read(Buffer.alloc(HEAD));
      return buffer.subarray(0, bytesRead);
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw failedRead(error);
  }
}

/** Whether a file begins with what no text has, unless it is UTF-16 and says so. */
export function isBinary(head: Uint8Array): boolean {
  const hasMark = head[0] !== undefined && head[0] >= 0xfe && (head[1] ?? 0) >= 0xfe;
  return !hasMark && head.includes(0);
}

/** Why a file could not be read, from what reading it threw. */
function failedRead(error: unknown): UnreadableError {
  if (error instanceof UnreadableError) {
    return error;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new UnreadableError(REASONS[code] ?? INPUT_FILES.say("input-not-read", code));
}

/** Decodes bytes by their byte order mark, as UTF-8 without one. The text has no characters of an unknown mark. */
export function decode(bytes: Uint8Array): string {
  if (bytes.length > LARGEST) {
    throw new UnreadableError(INPUT_FILES.say("input-too-large", LARGEST, "more"));
  }
  const mark = `${bytes[0] ?? 0},${bytes[1] ?? 0}`;
  const encoding = mark === "255,254" ? "utf-16le" : mark === "254,255" ? "utf-16be" : "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-binary", "other bytes"));
  }
  if (text.includes("\0")) {
    throw new UnreadableError(INPUT_FILES.say("input-binary", "a NUL character"));
  }
  if (text.trim() === "") {
    throw new UnreadableError(INPUT_FILES.say("input-empty"));
  }
  return withoutForgedMarks(text);
}

/**
 * Reads a file that has to be JSON.
 *
 * @throws {UnreadableError} If it cannot be read or is something else.
 */
export async function readJson(file: string, stdin: NodeJS.ReadableStream): Promise<Source> {
  return parseJson(await readRaw(file, stdin));
}

/**
 * Parses the bytes of a file that has to be JSON.
 *
 * @throws {UnreadableError} If it is something else.
 */
export function parseJson(bytes: Uint8Array): Source {
  const source = parseSource(decode(bytes));
  if (source.language !== "JSON") {
    throw new UnreadableError(coded("input-not-json", "not a JSON object. Expected text that starts with {"));
  }
  return source;
}
