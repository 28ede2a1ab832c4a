/** The history file: `keys find --history` appends to it, and `keys report` reads it. */
import { appendFile, chmod } from "node:fs/promises";
import { coded } from "../../../messages";
import { UnreadableError } from "../../../policy-sources";
import { isObject, itemsOf } from "../../../trust";
import { ROOT_USER } from "../../snapshot/snapshot-records";
import type { FoundKey, KeyOrigin } from "../find/found-key";
import type { KeysReport } from "../find/keys-report";
import { ORIGINS, STATES } from "./key-words";

/** The version of the history file. */
const FORMAT = 1;

/** Only its owner may read the file: it says which keys there are. */
const MODE = 0o600;

/** A time as a snapshot has it. Entries are in the order of these texts, and a chart is made of them. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A key at one time. */
export interface HistoryKey {
  readonly keyId: string;
  readonly account: string;
  readonly user: string;
  readonly owner: string;
  readonly status: FoundKey["status"];
  readonly origin: KeyOrigin;
}

/** All keys at one time: a line of the history file. */
export interface HistoryEntry {
  readonly format: typeof FORMAT;
  /** When the snapshot was taken, in ISO 8601 and UTC. */
  readonly at: string;
  readonly keys: readonly HistoryKey[];
}

/** Adds a run of `keys find` with a snapshot to a history file. The first run creates it. */
export async function appendHistory(
  file: string,
  report: KeysReport & { readonly snapshotAt: string },
): Promise<void> {
  const { azure, elsewhere, unknown, notInLog, rootKeys, snapshotAt } = report;
  const found = [...azure, ...elsewhere, ...unknown, ...notInLog];
  const entry: HistoryEntry = {
    format: FORMAT,
    at: snapshotAt,
    keys: [
      ...found.map(({ keyId, account, user, owner, status, origin }) => ({
        keyId,
        account,
        user,
        owner: owner ?? user,
        status,
        origin,
      })),
      // IAM lists no keys of a root user, and the credential report has no IDs. Without them, zero could be reached with one in use.
      ...rootKeys
        .filter((account) => !found.some((key) => key.account === account && key.user === ROOT_USER))
        .map((account) => ({
          keyId: `${ROOT_USER} ${account}`,
          account,
          user: ROOT_USER,
          owner: ROOT_USER,
          status: "Active" as const,
          origin: "not-in-log" as const,
        })),
    ],
  };
  await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: MODE });
  await chmod(file, MODE);
}

/**
 * Reads a history file. Entries are in the order of their times; of two at the same time, the later line counts.
 *
 * @throws {UnreadableError} If a line is not an entry.
 */
export function parseHistory(text: string): HistoryEntry[] {
  const entries = new Map<string, HistoryEntry>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() !== "") {
      const entry = parseEntry(line);
      if (entry === undefined) {
        throw new UnreadableError(
          coded(
            "history-line-invalid",
            `line ${index + 1} is no entry of a history of keys. Remove the line`,
          ),
        );
      }
      entries.set(entry.at, entry);
    }
  }
  return [...entries.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

function parseEntry(line: string): HistoryEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.format !== FORMAT || !isTime(value.at)) {
    return undefined;
  }
  const keys = itemsOf(value.keys).filter(isHistoryKey);
  return keys.length === itemsOf(value.keys).length ? { format: FORMAT, at: value.at, keys } : undefined;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
}

function isHistoryKey(value: unknown): value is HistoryKey {
  return (
    isObject(value) &&
    ["keyId", "account", "user", "owner"].every((name) => typeof value[name] === "string") &&
    Object.hasOwn(STATES, String(value.status)) &&
    Object.hasOwn(ORIGINS, String(value.origin))
  );
}
