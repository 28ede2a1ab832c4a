import { access, chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { COLLECTING } from "../../messages/cli";
import { isObject } from "../../trust";
import { CommandError } from "../command";
import { readLines } from "../snapshot/read-lines";
import type { ObjectRecord, SectionRecord, SnapshotHeader } from "../snapshot/snapshot-records";
import { SNAPSHOT_VERSION } from "../snapshot/snapshot-records";
import { SnapshotWriter } from "../snapshot/write-snapshot";

/** Only the owner may look in. */
const OWNER_ONLY = 0o700;

const HEADER = "header.json";
const PART = ".part.gz";

/**
 * What a run has so far: a folder beside the snapshot, with a file for each section that ended. So a run that was killed goes
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
    const isLeft = await access(folder).then(
      () => true,
      () => false,
    );
    if (isLeft && !resumes) {
      throw new CommandError(COLLECTING.say("collect-left-over", folder));
    }
    try {
      if (!isLeft) {
        await mkdir(folder, { mode: OWNER_ONLY });
      }
      await chmod(folder, OWNER_ONLY);
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
      throw new CommandError(COLLECTING.say("collect-folder-not-written", folder, code));
    }
  }

  /** The end of a section that an earlier run or this one wrote; `undefined` if there is none. */
  async ended(section: string): Promise<SectionRecord | undefined> {
    let last: SectionRecord | undefined;
    try {
      for await (const record of this.records(section)) {
        last = record.kind === "section" ? record : undefined;
      }
    } catch {
      // It is not there, or the disk damaged it: it is collected again.
      return undefined;
    }
    return last;
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

  /** Removes the folder if no section is in it: a run that could not begin leaves nothing behind. */
  async removeIfEmpty(): Promise<void> {
    if (!(await readdir(this.#folder)).some((name) => name.endsWith(PART))) {
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

async function earlierHeader(folder: string): Promise<SnapshotHeader | undefined> {
  try {
    const header: unknown = JSON.parse(await readFile(path.join(folder, HEADER), "utf8"));
    return isObject(header) && header.version === SNAPSHOT_VERSION
      ? (header as unknown as SnapshotHeader)
      : undefined;
  } catch {
    // The earlier run was killed before it wrote one.
    return undefined;
  }
}
