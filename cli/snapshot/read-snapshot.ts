/** Reads and validates the snapshot of `collect`, for `audit` and `keys`. */
import { coded } from "../../messages";
import { SNAPSHOTS } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { type Line, readLines } from "./read-lines";
import { headerVersion, isKnownKind, recordProblem } from "./record-shapes";
import { SNAPSHOT_VERSION, type SnapshotRecord } from "./snapshot-records";

/** The longest version that a message shows. */
const SHOWN = 40;

/**
 * Reads a snapshot record by record, the header first. It is streamed: memory does not grow with the file. Records of kinds
 * that this version does not know are left out.
 *
 * Each record has the members that its type demands, of their types. Policy documents, and what is deeper in owners and
 * credentials, are as the file has them, so readers must not trust them.
 *
 * @throws {UnreadableError} If the file is not a snapshot, is of another version, is cut or damaged, or has a line that is
 *   invalid. The message names the line.
 */
export async function* readSnapshot(file: string): AsyncGenerator<SnapshotRecord> {
  let isBegun = false;
  for await (const line of readLines(file)) {
    const value = parsed(line, isBegun);
    if (!isBegun) {
      demandVersion(value);
      isBegun = true;
      yield value as SnapshotRecord;
      continue;
    }
    const problem = recordProblem(value);
    if (problem !== undefined) {
      throw new UnreadableError(SNAPSHOTS.say("snapshot-line-invalid", line.number, problem));
    }
    const record = value as SnapshotRecord;
    if (record.kind === "section" || isKnownKind(record.kind)) {
      yield record;
    }
  }
  if (!isBegun) {
    throw new UnreadableError(SNAPSHOTS.say("snapshot-not-one", "the file is empty"));
  }
}

function parsed({ number, text }: Line, isBegun: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableError(
      isBegun
        ? SNAPSHOTS.say("snapshot-line-invalid", number, "is not valid JSON")
        : SNAPSHOTS.say("snapshot-not-one", "its first line is not JSON"),
    );
  }
}

function demandVersion(value: unknown): void {
  const version = headerVersion(value);
  if (version === undefined) {
    throw new UnreadableError(SNAPSHOTS.say("snapshot-not-one", "its first line is not a header"));
  }
  if (version !== SNAPSHOT_VERSION) {
    const found = JSON.stringify(version).slice(0, SHOWN);
    throw new UnreadableError(
      coded(
        "snapshot-newer",
        `a snapshot of another version. Expected version ${SNAPSHOT_VERSION}; got ${found}. Use the version of azure-to-aws that wrote it, or a newer one`,
      ),
    );
  }
}
