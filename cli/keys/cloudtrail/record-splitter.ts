/** The characters of JSON that decide where a record ends. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SPACE = 0x20;

/** The lists that hold events: of a log file, of `LookupEvents`, and of CloudTrail Lake's `GetQueryResults`. */
const LISTS: ReadonlySet<string> = new Set(["Records", "Events", "QueryResultRows"]);

/**
 * The largest record, in bytes. An event has at most 256 KB. `LookupEvents` and CloudTrail Lake return it as a JSON string, which is
 * longer because of its escapes.
 *
 * Source: AWS, CloudTrail user guide, "Quotas in AWS CloudTrail".
 */
const LARGEST = 4 * 1024 * 1024;

/** A file cannot be split into records. The message is the reason. */
export class SplitError extends Error {
  override readonly name = "SplitError";
}

/** Receives a record. Its bytes are valid only during the call. `list` names the record's list in {@link LISTS}, or is empty. */
export type TakeRecord = (bytes: Buffer, start: number, end: number, list: string) => void;

/**
 * Splits JSON into its records without parsing it: the members of a list of events, of a top-level list, or the objects of JSON Lines.
 * It keeps one record and one chunk in memory, whatever the size of the file.
 */
export class RecordSplitter {
  readonly #take: TakeRecord;
  #phase: "head" | "records" | "after" = "head";
  /** The bytes before the list, or the start of an unfinished record. */
  #rest: Buffer = Buffer.alloc(0);
  #list = "";
  /** Whether the records are JSON Lines, without a list. */
  #isLines = false;
  /** The nesting depth within the current record. */
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(take: TakeRecord) {
    this.#take = take;
  }

  /**
   * Takes the next bytes.
   *
   * @throws {SplitError} If the file is not JSON with events.
   */
  push(chunk: Buffer): void {
    // A file may have several documents, such as concatenated logs.
    for (let bytes = chunk, at = 0; at >= 0; bytes = bytes.subarray(at)) {
      if (this.#phase === "after") {
        at = this.#skip(bytes);
        if (at < 0) {
          return;
        }
        this.#phase = "head";
        bytes = bytes.subarray(at);
      }
      const begun = this.#rest.length;
      bytes = begun === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
      if (this.#phase === "records") {
        at = this.#split(bytes, begun, begun === 0 ? -1 : 0);
        continue;
      }
      const place = findList(bytes);
      if (place === undefined) {
        this.#rest = limited(bytes);
        return;
      }
      this.#phase = "records";
      this.#list = place.list;
      this.#isLines = place.isLines;
      at = this.#split(bytes, place.at, -1);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws {SplitError} If the file ends within a record, or has no list of events.
   */
  end(): void {
    const isWhole =
      this.#phase === "after" || (this.#phase === "records" && this.#isLines && this.#depth === 0);
    if (!isWhole) {
      throw new SplitError(
        this.#phase === "head" ? "it has no list of events" : "the file ends in the middle of its events",
      );
    }
  }

  /** Skips to the next document. @returns Its position; -1 if more bytes are needed. */
  #skip(bytes: Buffer): number {
    for (let at = this.#escaped ? 1 : 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#inString) {
        this.#inString = byte !== QUOTE;
        at += byte === BACKSLASH ? 1 : 0;
        this.#escaped = at >= bytes.length;
      } else if (this.#depth === 0 && byte > SPACE) {
        return at;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#depth++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        this.#depth--;
      }
    }
    return -1;
  }

  /**
   * Splits bytes from a position on. `begun` is the position of an unfinished record; -1 if there is none.
   *
   * @returns The position after the list; -1 if the list goes on.
   */
  #split(bytes: Buffer, from: number, begun: number): number {
    const { length } = bytes;
    let start = begun;
    let depth = this.#depth;
    let inString = this.#inString;
    let at = this.#escaped ? from + 1 : from;
    for (; at < length; at++) {
      if (inString) {
        // Most of a log is text, so this loop takes most of the time.
        while (at < length && bytes[at] !== QUOTE) {
          at += bytes[at] === BACKSLASH ? 2 : 1;
        }
        if (at >= length) {
          break;
        }
        inString = false;
        continue;
      }
      const byte = bytes[at];
      if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (depth === 0) {
          start = at;
        }
        depth++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth--;
        if (depth === 0) {
          this.#take(bytes, start, at + 1, this.#list);
          start = -1;
        } else if (depth < 0) {
          if (this.#isLines) {
            throw new SplitError("it has a closing bracket too many");
          }
          this.#phase = "after";
          this.#rest = Buffer.alloc(0);
          // A list with a name is in an object.
          this.#depth = this.#list === "" ? 0 : 1;
          this.#inString = false;
          this.#escaped = false;
          return at + 1;
        }
      }
    }
    // A backslash at the end of a chunk escapes the first byte of the next one.
    this.#escaped = at > length;
    this.#depth = depth;
    this.#inString = inString;
    // A copy, because the reader of the file may reuse the chunk.
    this.#rest = start < 0 ? Buffer.alloc(0) : limited(Buffer.from(bytes.subarray(start)));
    return -1;
  }
}

function limited(bytes: Buffer): Buffer {
  if (bytes.length > LARGEST) {
    throw new SplitError(`${LARGEST} bytes have no complete event`);
  }
  return bytes;
}

interface ListPlace {
  readonly at: number;
  readonly list: string;
  readonly isLines: boolean;
}

/** Finds the first record. @returns `undefined` if more bytes are needed. */
function findList(bytes: Buffer): ListPlace | undefined {
  let depth = 0;
  let name = "";
  let string = -1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (string >= 0) {
      if (byte === BACKSLASH) {
        at++;
      } else if (byte === QUOTE) {
        name = depth === 1 ? bytes.toString("latin1", string, at) : name;
        string = -1;
      }
    } else if (byte === QUOTE) {
      string = at + 1;
    } else if (byte === OPEN_LIST) {
      if (depth === 0 || (depth === 1 && LISTS.has(name))) {
        return { at: at + 1, list: depth === 0 ? "" : name, isLines: false };
      }
      depth++;
    } else if (byte === OPEN_OBJECT) {
      depth++;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth--;
      if (depth === 0) {
        // An object without a list of events is an event itself.
        return { at: 0, list: "", isLines: true };
      }
    }
  }
  return undefined;
}
