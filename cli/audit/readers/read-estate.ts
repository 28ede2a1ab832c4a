/** Recognizes each input file of the audit, and picks the reader for it. */
import { constants, gunzipSync } from "node:zlib";
import { coded } from "../../../messages";
import { AUDIT } from "../../../messages/cli";
import { UnreadableError } from "../../../policy-sources";
import { isObject } from "../../../trust";
import { chunksIn, decode, STDIN } from "../../input/read-input";
import { readSnapshot } from "../../snapshot/read-snapshot";
import type { EstateBuilder } from "../estate/estate-builder";
import { BEGINNINGS, streamAuthorizationDetails } from "./authorization-details";
import { addCredentialReport, REPORT_BEGINNING } from "./credential-report";
import { readExport } from "./exports";

/** How much of a file is read at once, in bytes. Larger chunks are not faster, and wait for the garbage collector. */
const CHUNK = 128 * 1024;

/** How many bytes at the start decide what a file is. */
const HEAD = 4096;

/** The largest export that is not streamed, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Adds a file to an estate: a snapshot, or an export of one of the clouds' command lines. It is recognized by its content.
 * Snapshots and authorization details are streamed.
 *
 * @throws {UnreadableError} If it cannot be read, or is none of these.
 */
export async function addFile(
  file: string,
  stdin: NodeJS.ReadableStream,
  builder: EstateBuilder,
): Promise<void> {
  const chunks = file === STDIN ? bytesOf(stdin) : chunksIn(file, CHUNK);
  const { head, all } = await peek(chunks);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    await all.return(undefined);
    if (file === STDIN) {
      throw new UnreadableError(
        coded("audit-snapshot-piped", "a snapshot cannot come from standard input. Name its file"),
      );
    }
    if (!mayBeSnapshot(head)) {
      throw new UnreadableError(
        coded("audit-input-compressed", "compressed, and not a snapshot. Decompress it, and name the result"),
      );
    }
    for await (const record of readSnapshot(file)) {
      builder.add(record);
    }
    return;
  }
  const { text, skipped } = beginning(head);
  if (text.startsWith(REPORT_BEGINNING)) {
    addCredentialReport(decode(await whole(all)), builder);
  } else if (isAuthorizationDetails(text)) {
    await streamAuthorizationDetails(utf8(all, head, skipped), builder);
  } else {
    addExport(decode(await whole(all)), builder);
  }
}

/** Whether compressed bytes can begin a snapshot: its first line has a kind. Damaged ones can, and their reader says more. */
function mayBeSnapshot(head: Buffer): boolean {
  try {
    const text = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8");
    return /^\s*\{[^\n]*"kind"\s*:/.test(text);
  } catch {
    return true;
  }
}

/** Whether the file starts as the output of get-account-authorization-details does: `{ "RoleDetailList": [`. */
function isAuthorizationDetails(text: string): boolean {
  const [, first] = /^\s*\{\s*"(\w+)"\s*:/.exec(text) ?? [];
  return first !== undefined && BEGINNINGS.includes(first);
}

function addExport(text: string, builder: EstateBuilder): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UnreadableError(AUDIT.say("audit-input-invalid", error instanceof Error ? error.message : ""));
  }
  // aws iam get-credential-report has the CSV in Base64.
  if (isObject(value) && typeof value.Content === "string" && value.ReportFormat === "text/csv") {
    addCredentialReport(Buffer.from(value.Content, "base64").toString("utf8"), builder);
  } else if (Array.isArray(value) && value.length === 0) {
    throw new UnreadableError(AUDIT.say("audit-input-empty"));
  } else if (!readExport(value, builder)) {
    throw new UnreadableError(AUDIT.say("audit-input-unknown"));
  }
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
}

/** The first bytes, and all of them. */
async function peek(
  chunks: AsyncGenerator<Buffer>,
): Promise<{ readonly head: Buffer; readonly all: AsyncGenerator<Buffer> }> {
  const first: Buffer[] = [];
  let size = 0;
  let isDone = false;
  while (size < HEAD && !isDone) {
    const next = await chunks.next();
    isDone = next.done === true;
    if (next.done !== true) {
      first.push(next.value);
      size += next.value.length;
    }
  }
  const begun = Buffer.concat(first);
  async function* rest(): AsyncGenerator<Buffer> {
    yield begun;
    yield* chunks;
  }
  return { head: begun.subarray(0, HEAD), all: rest() };
}

/** The beginning as text, and how many bytes a byte order mark of UTF-8 has. Some shells write UTF-16. */
function beginning(head: Buffer): { readonly text: string; readonly skipped: number } {
  const skipped = head.indexOf("\ufeff", 0, "utf8") === 0 ? 3 : 0;
  return { text: new TextDecoder(encodingOf(head)).decode(head), skipped };
}

function encodingOf(head: Buffer): "utf-16le" | "utf-16be" | "utf-8" {
  const mark = `${head[0] ?? 0},${head[1] ?? 0}`;
  return mark === "255,254" ? "utf-16le" : mark === "254,255" ? "utf-16be" : "utf-8";
}

/** Bytes in UTF-8 without a mark. */
async function* utf8(
  chunks: AsyncGenerator<Buffer>,
  head: Buffer,
  skipped: number,
): AsyncGenerator<Uint8Array> {
  const encoding = encodingOf(head);
  const decoder = encoding === "utf-8" ? undefined : new TextDecoder(encoding);
  let isFirst = true;
  for await (const chunk of chunks) {
    yield decoder === undefined
      ? isFirst
        ? chunk.subarray(skipped)
        : chunk
      : Buffer.from(decoder.decode(chunk, { stream: true }));
    isFirst = false;
  }
}

async function whole(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LARGEST) {
      throw new UnreadableError(AUDIT.say("audit-input-unknown"));
    }
    all.push(chunk);
  }
  return Buffer.concat(all);
}
