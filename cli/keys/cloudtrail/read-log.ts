/** Reads the CloudTrail logs of the keys commands, and parses only events that a command wants. */
import { constants, createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { isObject } from "../../../trust";
import type { Coverage } from "./coverage";
import { CsvSplitter } from "./csv-splitter";
import { logFiles, type Period, systemCodeOf } from "./log-files";
import { placeIn, timeIn, WRITTEN_TIME } from "./record-fields";
import { RecordSplitter, SplitError } from "./record-splitter";
import { NEEDED_COLUMNS, readRowEvent, type Row } from "./row-event";
import { SeenEvents } from "./seen-events";
import { readTrailEvent, SESSION_PREFIX, type TrailEvent } from "./trail-event";

const gunzipAll = promisify(gunzip);

/** How many files are read at once: while one is parsed, others are decompressed in Node's threads. */
const AT_ONCE = 3;

/** How much of a file is read at once, in bytes. */
const CHUNK = 256 * 1024;

/** A compressed file up to this size is decompressed at once, which is faster for the many small files of a trail. */
const SMALL = 128 * 1024;

/** The largest decompressed size of such a file, in bytes. A larger one is streamed. */
const SMALL_TEXT = 8 * 1024 * 1024;

/** How many unreadable files are named. All are counted. */
const MOST_NAMED = 20;

/** How CloudTrail writes an event's kind: without spaces. Events in another layout are parsed. */
const DATA_EVENT = Buffer.from('"eventCategory":"Data"');

/** Every event has one of these, in each layout. Digests and other files have none. */
const OF_EVENTS = [Buffer.from('"eventTime'), Buffer.from('"EventTime'), Buffer.from('"eventtime')] as const;

const SESSION = Buffer.from(SESSION_PREFIX);

/** The longest ID of a key. Source: AWS STS API, "Credentials". */
const LONGEST_ID = 128;

/** How far the clock of this machine may be behind, in milliseconds. No event is later than that. */
const CLOCK_ERROR = 15 * 60_000;

/** Which events are wanted. */
export interface LogQuery extends Period {
  /** An event is parsed only if it contains one of these, such as `AKIA`: parsing all of them takes minutes. */
  readonly needles: readonly string[];
  /** An event is parsed too if it has the ID of one of these temporary keys. */
  readonly sessions?: { readonly has: (keyId: string) => boolean };
  /** Takes wanted events of the time before `since`, in which a session may have begun. */
  readonly earlier?: { readonly milliseconds: number; readonly take: (event: TrailEvent) => void };
  /** Takes the account, the region, and the time of all events, wanted or not. */
  readonly coverage?: Coverage | undefined;
}

/** A file that could not be read to its end. */
export interface UnreadLog {
  readonly file: string;
  readonly reason: string;
}

/** What was read. */
export interface LogSummary {
  readonly files: number;
  /** Events in these files, wanted or not. */
  readonly events: number;
  /** How many of them are within the period. */
  readonly inPeriod: number;
  /** The earliest and the latest event of the files within the period; `undefined` if there is none. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** How many events have a time after now, and the latest of these times. They count nowhere else. */
  readonly future?: { readonly events: number; readonly last: string };
  /** Whether any event is a data event. Trails record none by default. */
  readonly hasDataEvents: boolean;
  /** Wanted events that another trail recorded too. Each counts once. */
  readonly duplicates: number;
  /** How many files could not be read to their end, and the first of them. */
  readonly unreadCount: number;
  readonly unread: readonly UnreadLog[];
}

/**
 * Reads CloudTrail's events from files and folders: log files of S3, results of Athena (CSV) and CloudTrail Lake (CSV or JSON), and the
 * output of `aws cloudtrail lookup-events`. It streams: memory does not grow with the log.
 *
 * @param take - Called with each wanted event, in no particular order.
 * @param progress - Called with the numbers so far, after each file.
 */
export async function readLog(
  names: readonly string[],
  query: LogQuery,
  take: (event: TrailEvent) => void,
  progress: (summary: LogSummary) => void = () => undefined,
): Promise<LogSummary> {
  const reading = new LogReading(query, take);
  const { since, until, earlier } = query;
  const from =
    since === undefined ? since : new Date(Date.parse(since) - (earlier?.milliseconds ?? 0)).toISOString();
  const files = logFiles(names, { since: from, until }, (file, code) => {
    reading.fail(file, code);
  });
  const worker = async (): Promise<void> => {
    for (let next = await files.next(); next.done !== true; next = await files.next()) {
      await reading.read(next.value);
      progress(reading.summary());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return reading.summary();
}

class LogReading {
  readonly #query: LogQuery;
  readonly #needles: readonly Buffer[];
  readonly #take: (event: TrailEvent) => void;
  #files = 0;
  #events = 0;
  #inPeriod = 0;
  #first: string | undefined;
  #last: string | undefined;
  readonly #now = writtenTime(Date.now() + CLOCK_ERROR);
  #future: LogSummary["future"] | undefined;
  #hasDataEvents = false;
  #duplicates = 0;
  readonly #seen = new SeenEvents();
  #unreadCount = 0;
  readonly #unread: UnreadLog[] = [];

  constructor(query: LogQuery, take: (event: TrailEvent) => void) {
    this.#query = query;
    this.#needles = query.needles.map((needle) => Buffer.from(needle));
    this.#take = take;
  }

  summary(): LogSummary {
    return {
      files: this.#files,
      events: this.#events,
      inPeriod: this.#inPeriod,
      first: this.#first,
      last: this.#last,
      ...(this.#future === undefined ? {} : { future: this.#future }),
      hasDataEvents: this.#hasDataEvents,
      duplicates: this.#duplicates,
      unreadCount: this.#unreadCount,
      unread: [...this.#unread],
    };
  }

  fail(file: string, reason: string): void {
    this.#unreadCount++;
    if (this.#unread.length < MOST_NAMED) {
      this.#unread.push({ file, reason });
    }
  }

  /** Reads a file. The summary names it if any part is unreadable: events may be missing then. */
  async read(file: string): Promise<void> {
    this.#files++;
    let records = 0;
    let events = 0;
    const counted = (isEvent: boolean): void => {
      records++;
      events += isEvent ? 1 : 0;
    };
    try {
      const text = new LogText(
        (bytes, start, end, list) => {
          counted(this.#takeRecord(bytes.subarray(start, end), list));
        },
        (row) => {
          counted(this.#takeRow(row));
        },
      );
      await eachChunk(file, (chunk) => {
        this.#hasDataEvents ||= chunk.includes(DATA_EVENT);
        text.push(chunk);
      });
      text.end();
      if (records > 0 && events === 0) {
        // A quiet hour has an empty list. A file with other objects is not a log.
        throw new SplitError("it has data, but no CloudTrail event");
      }
    } catch (error) {
      const reason = error instanceof SplitError ? error.message : systemCodeOf(error);
      if (reason === undefined) {
        // Not an error of the file, but a defect of this program.
        throw error;
      }
      this.fail(file, reason);
    }
  }

  /** @returns Whether the record is an event. */
  #takeRecord(record: Buffer, list: string): boolean {
    const time = timeIn(record);
    const isWanted = this.#needles.some((needle) => record.includes(needle)) || this.#hasSession(record);
    if (!isWanted && time !== undefined) {
      const place = this.#query.coverage === undefined ? undefined : placeIn(record);
      if (place !== undefined || this.#query.coverage === undefined) {
        this.#count({ time, ...place });
        return true;
      }
    }
    if (!isWanted && !OF_EVENTS.some((mark) => record.includes(mark))) {
      return false;
    }
    let value: unknown;
    try {
      value = JSON.parse(record.toString("utf8"));
    } catch {
      throw new SplitError("an event is not JSON");
    }
    const event = eventOf(value, list);
    if (event !== undefined) {
      this.#count(event);
      this.#hasDataEvents ||= event.isDataEvent;
    }
    if (isWanted) {
      this.#takeEvent(event);
    }
    return event !== undefined;
  }

  /** Whether a record has the ID of a wanted session. Most events of a log are of sessions, so none is parsed for that. */
  #hasSession(record: Buffer): boolean {
    const { sessions } = this.#query;
    if (sessions === undefined) {
      return false;
    }
    for (let at = record.indexOf(SESSION); at >= 0; at = record.indexOf(SESSION, at + SESSION.length)) {
      let end = at + SESSION.length;
      while (isOfId(record[end])) {
        end++;
      }
      if (end - at <= LONGEST_ID && sessions.has(record.toString("latin1", at, end))) {
        return true;
      }
    }
    return false;
  }

  /** @returns Whether the row is an event. */
  #takeRow(row: Row): boolean {
    const event = readRowEvent(row);
    if (event !== undefined) {
      this.#count(event);
      this.#takeEvent(event);
    }
    return event !== undefined;
  }

  #takeEvent(event: TrailEvent | undefined): void {
    const { since, earlier } = this.#query;
    if (event === undefined) {
      return;
    }
    const { id, time, name, address, keyId } = event;
    if (!WRITTEN_TIME.test(time) || Number.isNaN(Date.parse(time))) {
      // Times are compared as texts, and reports show them. Node reads others too, with any text in parentheses behind them.
      throw new SplitError("an event has an invalid eventTime");
    }
    if (this.#isOutside(time)) {
      if (since !== undefined && time < since) {
        earlier?.take(event);
      }
      return;
    }
    if (id !== "" && !this.#seen.add([id, time, name, address, keyId].join(" "))) {
      this.#duplicates++;
      return;
    }
    this.#hasDataEvents ||= event.isDataEvent;
    this.#take(event);
  }

  /** Whether a time is outside the wanted period. */
  #isOutside(time: string): boolean {
    const { since, until } = this.#query;
    return (since !== undefined && time < since) || (until !== undefined && time >= until);
  }

  #count(event: Pick<TrailEvent, "time"> & Partial<TrailEvent>): void {
    const { time, recipient = "", region = "", isDataEvent = false } = event;
    this.#events++;
    // A time that nobody asked for says nothing about how long a key was silent.
    if (this.#isOutside(time)) {
      return;
    }
    this.#inPeriod++;
    if (!WRITTEN_TIME.test(time)) {
      return;
    }
    if (time > this.#now) {
      const { events = 0, last = time } = this.#future ?? {};
      this.#future = { events: events + 1, last: time > last ? time : last };
      return;
    }
    this.#first = this.#first === undefined || time < this.#first ? time : this.#first;
    this.#last = this.#last === undefined || time > this.#last ? time : this.#last;
    this.#query.coverage?.add({ recipient, region, time, isDataEvent });
  }
}

/** A time in CloudTrail's form. */
function writtenTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Whether a byte can be part of a key's ID: a digit or an upper-case letter. */
function isOfId(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a));
}

/** Reads an event of a log file, of `LookupEvents`, or of CloudTrail Lake. */
function eventOf(value: unknown, list: string): TrailEvent | undefined {
  if (list === "QueryResultRows") {
    const cells = (Array.isArray(value) ? value : [value]).filter(isObject);
    const row: Row = new Map(
      cells
        .flatMap((cell) => Object.entries(cell))
        .map(([name, text]) => [name.toLowerCase(), typeof text === "string" ? text : JSON.stringify(text)]),
    );
    return readRowEvent(row);
  }
  if (isObject(value) && typeof value.CloudTrailEvent === "string") {
    try {
      return readTrailEvent(JSON.parse(value.CloudTrailEvent));
    } catch {
      throw new SplitError("a CloudTrailEvent is not JSON");
    }
  }
  return readTrailEvent(value);
}

/** Splits a file of any format into events. Its first character shows the format. */
class LogText {
  readonly #records: RecordSplitter;
  readonly #rows: CsvSplitter;
  #splitter: RecordSplitter | CsvSplitter | undefined;

  constructor(takeRecord: ConstructorParameters<typeof RecordSplitter>[0], takeRow: (row: Row) => void) {
    this.#records = new RecordSplitter(takeRecord);
    this.#rows = new CsvSplitter(NEEDED_COLUMNS, takeRow);
  }

  push(chunk: Buffer): void {
    if (this.#splitter === undefined) {
      const first = /^(?:\ufeff)?\s*(\S)/.exec(chunk.toString("utf8", 0, 256))?.[1];
      if (first === undefined) {
        return;
      }
      this.#splitter = first === "{" || first === "[" ? this.#records : this.#rows;
    }
    this.#splitter.push(chunk);
  }

  end(): void {
    if (this.#splitter === undefined) {
      throw new SplitError("the file is empty");
    }
    this.#splitter.end();
  }
}

/** Reads a file in chunks, and decompresses it if it is gzip. */
async function eachChunk(file: string, take: (chunk: Buffer) => void): Promise<void> {
  const { isGzip, size } = await headOf(file);
  if (isGzip && size <= SMALL) {
    const text = await smallText(file);
    if (text !== undefined) {
      take(text);
      return;
    }
  }
  const source = createReadStream(file, { highWaterMark: CHUNK });
  const consume = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      take(chunk);
    }
  };
  await (isGzip ? pipeline(source, createGunzip({ chunkSize: CHUNK }), consume) : pipeline(source, consume));
}

async function headOf(file: string): Promise<{ readonly isGzip: boolean; readonly size: number }> {
  // Opening a pipe would wait for a writer. A pipe has no beginning that can be read twice.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const { size } = await handle.stat();
    // Source: RFC 1952, section 2.3.1.
    return { isGzip: buffer[0] === 0x1f && buffer[1] === 0x8b, size };
  } finally {
    await handle.close();
  }
}

/** @returns `undefined` if the decompressed file is too large to keep in memory. */
async function smallText(file: string): Promise<Buffer | undefined> {
  const handle = await open(file);
  try {
    return await gunzipAll(await handle.readFile(), { chunkSize: CHUNK, maxOutputLength: SMALL_TEXT });
  } catch (error) {
    if (systemCodeOf(error) === "ERR_BUFFER_TOO_LARGE") {
      return undefined;
    }
    throw error;
  } finally {
    await handle.close();
  }
}
