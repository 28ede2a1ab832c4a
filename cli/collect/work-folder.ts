/** Implements collect --resume: keeps the sections that are finished until the snapshot is whole. */
import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { coded, quoted } from "../../messages";
import { isObject } from "../../trust";
import { CommandError } from "../command";
import { readLines } from "../snapshot/read-lines";
import { recordProblem } from "../snapshot/record-shapes";
import type { ObjectRecord, SectionRecord, SnapshotHeader } from "../snapshot/snapshot-records";
import { SNAPSHOT_VERSION } from "../snapshot/snapshot-records";
import { SnapshotWriter } from "../snapshot/write-snapshot";

/** Only the owner may look in. */
const OWNER_ONLY = 0o700;

const HEADER = "header.json";

/** Has the ID of the process that writes to the folder. */
const RUNNING = "running";

const PART = ".part.gz";

/**
 * What a run has so far: a folder next to the snapshot, with a file for each section that ended. So a run that was killed goes
 * on with the sections that it lacks.
 */
export class WorkFolder {
  readonly #folder: string;

  private constructor(
    folder: string,
    /** The header of the snapshot that begins with this work. */
    readonly header: SnapshotHeader,
  ) {
    this.#folder = folder;
  }

  /**
   * Begins, or goes on with what an earlier run left.
   *
   * @param file - Where the snapshot is to be.
   * @param resumes - Whether to go on with an earlier run. Without one, a new run begins.
   * @throws {CommandError} If an earlier run left something and this is not to go on with it.
   */
  static async open(file: string, resumes: boolean, by: string): Promise<WorkFolder> {
    const folder = `${file}.partial`;
    const fresh: SnapshotHeader = {
      kind: "snapshot",
      version: SNAPSHOT_VERSION,
      by,
      startedAt: new Date().toISOString(),
      redacted: false,
    };
    await demandReplaceable(file);
    const left = await statsOf(folder);
    if (left !== undefined && !isOwnFolder(left)) {
      throw new CommandError(
        coded(
          "collect-folder-foreign",
          `${quoted(folder)} is not a folder of this user. Somebody else could read or change what is collected. Delete it, or choose another place with --out`,
        ),
      );
    }
    const other = await runningIn(folder);
    if (other !== undefined) {
      throw new CommandError(
        coded(
          "collect-running",
          `another run (process ${other}) writes to ${quoted(folder)}. Wait for its end, or choose another --out`,
        ),
      );
    }
    if (left !== undefined && !resumes) {
      throw new CommandError(
        coded(
          "collect-left-over",
          `an earlier run left ${quoted(folder)}. Give --resume to keep its sections, or delete the folder to begin again`,
        ),
      );
    }
    try {
      if (left === undefined) {
        await mkdir(folder, { mode: OWNER_ONLY });
      }
      await chmod(folder, OWNER_ONLY);
      // "wx": of two runs that begin at the same moment, one fails.
      await rm(path.join(folder, RUNNING), { force: true });
      await writeFile(path.join(folder, RUNNING), String(process.pid), { flag: "wx", mode: 0o600 });
      const header = (await earlierHeader(folder)) ?? fresh;
      await writeFile(path.join(folder, HEADER), JSON.stringify(header), { mode: 0o600 });
      for (const name of await readdir(folder)) {
        if (name.endsWith(".tmp")) {
          await rm(path.join(folder, name));
        }
      }
      return new WorkFolder(folder, header);
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      if (left === undefined && code !== "EEXIST") {
        await rm(folder, { recursive: true, force: true });
      }
      throw new CommandError(
        coded(
          "collect-folder-not-written",
          `cannot write to ${quoted(folder)} (${code}). Choose another place with --out`,
        ),
      );
    }
  }

  /** The end of a section that an earlier run or this one wrote; `undefined` if there is none. */
  async ended(section: string): Promise<SectionRecord | undefined> {
    let before = 0;
    let last: SectionRecord | undefined;
    try {
      for await (const record of this.records(section)) {
        if (last !== undefined || recordProblem(record) !== undefined) {
          return undefined;
        }
        if (record.kind === "section") {
          last = record;
        } else {
          before++;
        }
      }
    } catch {
      // It is not there, or the disk damaged it: it is collected again.
      return undefined;
    }
    return last?.section === section && last.records === before ? last : undefined;
  }

  /** Begins the file of a section. It replaces an earlier one when it is finished. */
  async begin(section: string): Promise<SnapshotWriter> {
    return SnapshotWriter.createLines(this.#file(section));
  }

  /** The records of a section, its end last. */
  async *records(section: string): AsyncGenerator<ObjectRecord | SectionRecord> {
    for await (const { text } of readLines(this.#file(section))) {
      yield JSON.parse(text) as ObjectRecord | SectionRecord;
    }
  }

  /** Ends the work. A folder without a section goes: a run that could not begin leaves nothing behind. */
  async release(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    if (names.some((name) => name.endsWith(PART))) {
      await rm(path.join(this.#folder, RUNNING), { force: true });
    } else {
      await this.remove();
    }
  }

  /** Removes all. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #file(section: string): string {
    return path.join(this.#folder, `${encodeURIComponent(section)}${PART}`);
  }
}

/** @throws {CommandError} If something other than a file is where the snapshot goes. Said now, and not after an hour's work. */
async function demandReplaceable(file: string): Promise<void> {
  const there = await statsOf(file);
  if (there !== undefined && !there.isFile() && !there.isSymbolicLink()) {
    throw new CommandError(
      coded(
        "collect-out-not-file",
        `--out: ${quoted(file)} is not a file. Expected the name of a file, new or to be replaced`,
      ),
    );
  }
}

/** Links are not followed. */
async function statsOf(file: string): Promise<Stats | undefined> {
  return lstat(file).catch(() => undefined);
}

/** Who owns a folder could exchange its files. Windows has no user IDs; there, the folder's own rights decide. */
function isOwnFolder(stats: Stats): boolean {
  return stats.isDirectory() && (process.getuid === undefined || stats.uid === process.getuid());
}

/** The other process that is at work in a folder; `undefined` if none is. One that was killed left its ID behind. */
async function runningIn(folder: string): Promise<number | undefined> {
  const id = Number(await readFile(path.join(folder, RUNNING), "utf8").catch(() => Number.NaN));
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) {
    return undefined;
  }
  try {
    process.kill(id, 0);
    return id;
  } catch {
    // There is no such process, or it is another user's, and so not a run in this folder.
    return undefined;
  }
}

async function earlierHeader(folder: string): Promise<SnapshotHeader | undefined> {
  try {
    const header: unknown = JSON.parse(await readFile(path.join(folder, HEADER), "utf8"));
    if (!isObject(header) || header.version !== SNAPSHOT_VERSION) {
      return undefined;
    }
    const { by, startedAt } = header;
    return typeof by === "string" && typeof startedAt === "string" && !Number.isNaN(Date.parse(startedAt))
      ? { kind: "snapshot", version: SNAPSHOT_VERSION, by, startedAt, redacted: false }
      : undefined;
  } catch {
    // The earlier run was killed before it wrote one.
    return undefined;
  }
}
