/** The numbers of `keys report`: how many keys are left, how many are new or gone, and who owns them. */
import { isUsable } from "../find/found-key";
import type { HistoryEntry, HistoryKey } from "./history";

/** The keys at one time, counted. */
export interface ProgressStep {
  readonly at: string;
  readonly total: number;
  readonly active: number;
  readonly inactive: number;
  /** Keys of accounts that the snapshot does not have: their state is unknown. */
  readonly unknown: number;
  /** Keys that were used from Azure, and are neither inactive nor deleted. */
  readonly fromAzure: number;
  /** Keys that were not there the time before. */
  readonly added: readonly string[];
  /** Keys that are no longer there. */
  readonly gone: readonly string[];
}

/** The keys of an owner, at the first and the last time. */
export interface OwnerProgress {
  readonly owner: string;
  readonly before: number;
  readonly now: number;
  readonly active: number;
  /** As in {@link ProgressStep}. */
  readonly fromAzure: number;
}

/** How the number of keys changed. */
export interface Progress {
  readonly format: 1;
  readonly steps: readonly ProgressStep[];
  /** Those with the most active keys first. */
  readonly owners: readonly OwnerProgress[];
  /** All keys at the last time. */
  readonly keys: readonly HistoryKey[];
}

/** Counts a history. */
export function progressOf(entries: readonly HistoryEntry[]): Progress {
  const first = existing(entries[0]);
  const keys = existing(entries.at(-1));
  const owners = [...new Set([...first, ...keys].map(({ owner }) => owner))].map((owner) => {
    const own = keys.filter((key) => key.owner === owner);
    return {
      owner,
      before: first.filter((key) => key.owner === owner).length,
      now: own.length,
      active: own.filter(({ status }) => status === "Active").length,
      fromAzure: own.filter(isUsedFromAzure).length,
    };
  });
  return {
    format: 1,
    steps: entries.map((entry, index) => stepOf(entry, entries[index - 1])),
    owners: owners.sort((a, b) => b.active - a.active || b.now - a.now || (a.owner < b.owner ? -1 : 1)),
    keys,
  };
}

/** The keys of an entry. The log still has keys that are deleted. */
function existing(entry: HistoryEntry | undefined): readonly HistoryKey[] {
  return entry?.keys.filter(({ status }) => status !== "Deleted") ?? [];
}

function isUsedFromAzure(key: HistoryKey): boolean {
  return key.origin === "azure" && isUsable(key);
}

function stepOf(entry: HistoryEntry, before: HistoryEntry | undefined): ProgressStep {
  const { at } = entry;
  const keys = existing(entry);
  const ids = new Set(keys.map(({ keyId }) => keyId));
  const idsBefore = new Set(existing(before).map(({ keyId }) => keyId));
  const count = (status: HistoryKey["status"]): number => keys.filter((key) => key.status === status).length;
  return {
    at,
    total: keys.length,
    active: count("Active"),
    inactive: count("Inactive"),
    unknown: count("unknown"),
    fromAzure: keys.filter(isUsedFromAzure).length,
    added: before === undefined ? [] : [...ids].filter((id) => !idsBefore.has(id)).sort(),
    gone: [...idsBefore].filter((id) => !ids.has(id)).sort(),
  };
}
