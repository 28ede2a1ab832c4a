/** Writes the snapshot of `collect`, and the sections that a resumed run continues from. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { open, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip, type Gzip } from "node:zlib";
import { coded } from "../../messages";
import { CommandError } from "../command";
import type { SnapshotHeader, SnapshotRecord } from "./snapshot-records";

/** Only the owner may read what a company has. */
const OWNER_ONLY = 0o600;

/**
 * Writes a compressed file of JSON lines. Until {@link finish}, it has another name, so a file under its own name is
 * whole. Nobody but its owner may read it.
 */
export class SnapshotWriter {
  readonly #file: string;
  readonly #temporary: string;
  readonly #gzip: Gzip;
  readonly #written: Promise<void>;

  private constructor(file: string, temporary: string, gzip: Gzip, written: Promise<void>) {
    this.#file = file;
    this.#temporary = temporary;
    this.#gzip = gzip;
    this.#written = written;
  }

  /**
   * Begins a snapshot.
   *
   * @param file - Where it is to be. What is there is replaced at the end.
   * @throws {CommandError} If the folder cannot be written to.
   */
  static async create(file: string, header: SnapshotHeader): Promise<SnapshotWriter> {
    const writer = await SnapshotWriter.createLines(file);
    await writer.write(header);
    return writer;
  }

  /** Begins a file of records without a header: a part of a snapshot. */
  static async createLines(file: string): Promise<SnapshotWriter> {
    const temporary = `${file}.${randomUUID()}.tmp`;
    try {
      // "x": nobody can have put a file or a link there.
      const handle = await open(temporary, "wx", OWNER_ONLY);
      // A umask may have taken even the owner's rights.
      await handle.chmod(OWNER_ONLY);
      const gzip = createGzip();
      const written = pipeline(gzip, handle.createWriteStream({ flush: true }));
      // `write` and `finish` report it.
      written.catch(() => undefined);
      return new SnapshotWriter(file, temporary, gzip, written);
    } catch (error) {
      throw notWritten(error);
    }
  }

  /**
   * Writes a record. It waits if the disk is slower than the caller, so memory does not grow.
   *
   * @throws {CommandError} If the disk is full or fails.
   */
  async write(record: SnapshotRecord): Promise<void> {
    try {
      if (!this.#gzip.write(`${JSON.stringify(record)}\n`)) {
        await Promise.race([once(this.#gzip, "drain"), this.#written]);
      }
    } catch (error) {
      throw notWritten(error);
    }
  }

  /**
   * Ends the file, and gives it its name.
   *
   * @throws {CommandError} If the disk is full or fails.
   */
  async finish(): Promise<void> {
    try {
      this.#gzip.end();
      await this.#written;
      await rename(this.#temporary, this.#file);
    } catch (error) {
      await this.discard();
      throw notWritten(error);
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#temporary, { force: true });
  }
}

function notWritten(error: unknown): CommandError {
  const { code = "unknown" } = error as NodeJS.ErrnoException;
  return new CommandError(
    coded(
      "snapshot-not-written",
      `cannot write the snapshot (${code}). Choose a folder that this user may write to, on a disk with free space`,
    ),
  );
}
