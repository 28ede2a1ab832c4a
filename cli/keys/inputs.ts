/** Options and files that the commands of `keys` share: the key, the period, the snapshot, service tags, and logs. */
import { about, coded, quoted, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { INPUT_FILES } from "../../messages/input-files";
import { UnreadableError } from "../../policy-sources";
import { CommandError, type Io, type Options, UsageError } from "../command";
import { readJson, shownFile } from "../input/read-input";
import { invalidValue } from "../options";
import { withProgress } from "../progress";
import { printable } from "../report/printable";
import type { Period } from "./cloudtrail/log-files";
import { type LogQuery, type LogSummary, readLog } from "./cloudtrail/read-log";
import type { TrailEvent } from "./cloudtrail/trail-event";
import { daysTooOld, ServiceTags } from "./service-tags/service-tags";
import { LONGEST_SESSION, type Sessions, START_NEEDLES } from "./use/sessions";
import { readSnapshotFacts, type SnapshotFacts } from "./use/snapshot-keys";

/** The prefix of the IDs of users' access keys. Source: IAM user guide, "IAM identifiers": "Unique ID prefixes". */
export const KEY_PREFIX = "AKIA";

/** The default tag that names a user's owner. */
const OWNER_TAG = "owner";

/** The form of a key's ID. Source: IAM API, "AccessKeyMetadata". */
const KEY = /^[A-Z0-9_]{16,128}$/;

/**
 * The key that the command line names.
 *
 * @throws {UsageError} If no key is named, or the name is not the ID of a key.
 */
export function keyOf(options: Options): string {
  const [key] = options.files;
  if (key === undefined) {
    throw new UsageError(
      coded("key-not-given", "no key given. Expected the ID of an access key, such as AKIAIOSFODNN7EXAMPLE"),
    );
  }
  if (!KEY.test(key)) {
    throw new UsageError(
      coded(
        "key-invalid",
        `not the ID of an access key. Expected 16 or more upper-case letters and digits, such as AKIAIOSFODNN7EXAMPLE; got ${quoted(key)}`,
      ),
    );
  }
  return key;
}

/**
 * A time of the command line: a day, or a day and a time in UTC.
 *
 * @throws {UsageError} If it has another form.
 */
function timeOf(options: Options, name: string): string | undefined {
  const value = options.text(name);
  if (value === undefined) {
    return undefined;
  }
  const isTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!isTime) {
    throw invalidValue(
      `--${name}`,
      "a day such as 2026-11-28, or a time such as 2026-11-28T07:00:00Z",
      value,
    );
  }
  return value.length === 10 ? `${value}T00:00:00Z` : value;
}

/**
 * A number of days.
 *
 * @throws {UsageError} If it is not a whole number in the range.
 */
export function daysOf(
  options: Options,
  name: string,
  least: number,
  most: number,
  otherwise: number,
): number {
  const value = options.text(name);
  if (value === undefined) {
    return otherwise;
  }
  const days = /^\d{1,4}$/.test(value) ? Number(value) : -1;
  if (days < least || days > most) {
    throw invalidValue(`--${name}`, `a number of days from ${least} to ${most}`, value);
  }
  return days;
}

/** `--since` and `--until`. */
export function periodOf(options: Options): Period {
  return { since: timeOf(options, "since"), until: timeOf(options, "until") };
}

/**
 * Reads the service tags files, and warns of old ones.
 *
 * @throws {CommandError} If one cannot be read.
 * @throws {UsageError} If none is named.
 */
export async function serviceTagsOf(options: Options, { stdin, err }: Io): Promise<ServiceTags> {
  const files = options.texts("service-tags");
  if (files.length === 0) {
    throw new UsageError(
      COMMAND_LINE.say(
        "option-missing",
        "--service-tags",
        'the file that Microsoft publishes each week, "Azure IP Ranges and Service Tags": https://www.microsoft.com/download/details.aspx?id=56519',
      ),
    );
  }
  const tags = new ServiceTags();
  for (const file of files) {
    await reading(file, async () => {
      tags.add(file, (await readJson(file, stdin)).value);
    });
  }
  for (const file of tags.files) {
    const days = daysTooOld(file, Date.now());
    if (days !== undefined) {
      err(
        `${printable(`azure-to-aws: ${withCode(coded("service-tags-old", `the service tags of ${file.published ?? ""} are ${days} days old, so new addresses of Azure count as addresses of others. Download the file again from https://www.microsoft.com/download/details.aspx?id=56519`))}`)}\n`,
      );
    }
  }
  return tags;
}

/**
 * Reads `--snapshot`.
 *
 * @returns `undefined` without the option.
 * @throws {CommandError} If it cannot be read.
 */
export async function snapshotOf(options: Options): Promise<SnapshotFacts | undefined> {
  const file = options.text("snapshot");
  return file === undefined
    ? undefined
    : reading(file, () => readSnapshotFacts(file, options.text("owner-tag") ?? OWNER_TAG));
}

/**
 * Reads the logs that the command line names, with progress, and prints which files could not be read.
 *
 * @throws {UsageError} If no log is named.
 */
export async function logOf(
  names: readonly string[],
  query: LogQuery,
  io: Io,
  take: (event: TrailEvent) => void,
): Promise<LogSummary> {
  if (names.length === 0) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--cloudtrail", "a file or folder with CloudTrail events"),
    );
  }
  let far: LogSummary | undefined;
  const summary = await withProgress(
    () =>
      `reading CloudTrail: ${(far?.events ?? 0).toLocaleString("en-US")} events of ${far?.files ?? 0} files`,
    io.err,
    () =>
      readLog(names, query, take, (now) => {
        far = now;
      }),
  );
  for (const { file, reason } of summary.unread) {
    io.err(
      `${printable(`azure-to-aws: ${withCode(about(file, reason === "ENOENT" ? INPUT_FILES.say("input-not-found") : coded("log-not-read", `not read to its end: ${reason}. Expected a log file of CloudTrail, results of Athena or CloudTrail Lake, or the output of aws cloudtrail lookup-events`)))}`)}\n`,
    );
  }
  if (summary.inPeriod === 0) {
    io.err(
      `azure-to-aws: ${withCode(coded("log-empty", "no event is in these files. Check the path: a trail writes to AWSLogs/<account>/CloudTrail/"))}\n`,
    );
  }
  return summary;
}

/** Takes the events of a log. */
export interface Collector {
  readonly add: (event: TrailEvent) => void;
}

/** How often the starts of sessions are read at most, if there are too many to remember those of unknown parents. */
const MOST_ROUNDS = 4;

/**
 * Reads the logs with what the sessions of keys did. Without such sessions the logs are read once, otherwise twice: CloudTrail does not
 * promise that a session's start comes before its calls.
 *
 * @param collect - Makes what takes the events. It is called again for the second reading, with the sessions.
 */
export async function logWithSessions<T extends Collector>(
  names: readonly string[],
  query: LogQuery,
  io: Io,
  sessions: Sessions,
  collect: (sessions: Sessions | undefined) => T,
): Promise<{ readonly log: LogSummary; readonly collected: T }> {
  const needles = [...query.needles, ...START_NEEDLES];
  const start = (event: TrailEvent): void => {
    sessions.add(event);
  };
  const earlier = { milliseconds: LONGEST_SESSION, take: start };
  const first = collect(undefined);
  // The first reading sees all events.
  const again = { ...query, coverage: undefined };
  const log = await logOf(names, { ...query, needles, earlier }, io, (event) => {
    sessions.add(event);
    first.add(event);
  });
  sessions.resolve();
  for (let round = 1, before = 0; sessions.hasOverflowed && round < MOST_ROUNDS; round++) {
    if (sessions.size === before) {
      break;
    }
    before = sessions.size;
    sessions.again();
    await readAgain(names, { ...again, needles: START_NEEDLES, earlier }, io, start);
    sessions.resolve();
  }
  if (sessions.size === 0) {
    return { log, collected: first };
  }
  const collected = collect(sessions);
  await readAgain(names, { ...again, sessions }, io, (event) => {
    collected.add(event);
  });
  return { log, collected };
}

/** Reads logs that were read before, so what is wrong with them is known. */
async function readAgain(
  names: readonly string[],
  query: LogQuery,
  io: Io,
  take: (event: TrailEvent) => void,
): Promise<void> {
  let far: LogSummary | undefined;
  await withProgress(
    () => `reading CloudTrail again for sessions: ${(far?.events ?? 0).toLocaleString("en-US")} events`,
    io.err,
    () =>
      readLog(names, query, take, (now) => {
        far = now;
      }),
  );
}

/** @throws {CommandError} With the name of the file, if it cannot be read. */
export async function reading<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableError)) {
      throw error;
    }
    throw new CommandError(about(shownFile(file), error.problem));
  }
}
