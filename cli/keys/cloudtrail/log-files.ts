/** Decides which log files the keys commands read, by folder and by day. */
import type { Dirent } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import path from "node:path";

/** Folders of a trail's bucket that hold no events. Source: AWS, CloudTrail user guide, "CloudTrail digest file structure" and "Insights". */
const WITHOUT_EVENTS: ReadonlySet<string> = new Set(["CloudTrail-Digest", "CloudTrail-Insight"]);

/** A file that may hold events. */
const LOG = /\.(?:json|jsonl|csv)(?:\.gz)?$/;

/** The day of a log file's folder: the day on which CloudTrail delivered it. */
const DAY = /[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\][^/\\]*$/;

/** The latest delivery of an event's file, in milliseconds. AWS names 5 minutes on average, but does not guarantee it. */
const LATEST_DELIVERY = 2 * 24 * 3_600_000;

/** Which events are wanted, in ISO 8601; the end is exclusive. */
export interface Period {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * Finds the log files that the command line names. A folder stands for the logs in it and in its subfolders, such as
 * `AWSLogs/<account>/CloudTrail/<region>/2026/11/28/`. Files of days that cannot have a wanted event are left out.
 *
 * @param onProblem - Called with a folder or file that cannot be listed, and the system's error code.
 */
export async function* logFiles(
  names: readonly string[],
  period: Period,
  onProblem: (file: string, code: string) => void,
): AsyncGenerator<string> {
  for (const name of names) {
    try {
      if ((await stat(name)).isDirectory()) {
        yield* inFolder(name, period, onProblem);
      } else {
        yield name;
      }
    } catch (error) {
      onProblem(name, systemCodeOf(error) ?? "unknown");
    }
  }
}

async function* inFolder(
  folder: string,
  period: Period,
  onProblem: (file: string, code: string) => void,
): AsyncGenerator<string> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      entries.push(entry);
    }
  } catch (error) {
    onProblem(folder, systemCodeOf(error) ?? "unknown");
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!WITHOUT_EVENTS.has(entry.name)) {
        yield* inFolder(file, period, onProblem);
      }
    } else if (LOG.test(entry.name) && mayHold(file, period)) {
      yield file;
    }
  }
}

/** Whether a file can have events of a period, judged by the day of its delivery. */
function mayHold(file: string, { since, until }: Period): boolean {
  const [, year, month, day] = DAY.exec(file) ?? [];
  if (year === undefined || month === undefined || day === undefined) {
    return true;
  }
  const date = `${year}-${month}-${day}`;
  if (since !== undefined && date < since.slice(0, 10)) {
    return false;
  }
  return until === undefined || Date.parse(date) <= Date.parse(until) + LATEST_DELIVERY;
}

/** The code of an error of the system or of zlib; `undefined` for other errors. */
export function systemCodeOf(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : undefined;
}
