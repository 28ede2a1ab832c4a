import type { HistoryEntry, HistoryKey } from "./history";

/** The keys at one time, counted. */
export interface ProgressStep {
  readonly at: string;
  readonly total: number;
  readonly active: number;
  readonly inactive: number;
  /** Keys that the log has and the snapshot does not: their state is unknown. */
  readonly unknown: number;
  /** Keys that are used from Azure, whatever their state. */
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
  const first = entries[0]?.keys ?? [];
  const keys = entries.at(-1)?.keys ?? [];
  const owners = [...new Set([...first, ...keys].map(({ owner }) => owner))].map((owner) => {
    const own = keys.filter((key) => key.owner === owner);
    return {
      owner,
      before: first.filter((key) => key.owner === owner).length,
      now: own.length,
      active: own.filter(({ status }) => status === "Active").length,
      fromAzure: own.filter(({ origin }) => origin === "azure").length,
    };
  });
  return {
    format: 1,
    steps: entries.map((entry, index) => stepOf(entry, entries[index - 1])),
    owners: owners.sort((a, b) => b.active - a.active || b.now - a.now || (a.owner < b.owner ? -1 : 1)),
    keys,
  };
}

function stepOf({ at, keys }: HistoryEntry, before: HistoryEntry | undefined): ProgressStep {
  const ids = new Set(keys.map(({ keyId }) => keyId));
  const idsBefore = new Set(before?.keys.map(({ keyId }) => keyId));
  const count = (status: HistoryKey["status"]): number => keys.filter((key) => key.status === status).length;
  return {
    at,
    total: keys.length,
    active: count("Active"),
    inactive: count("Inactive"),
    unknown: count("unknown"),
    fromAzure: keys.filter(({ origin }) => origin === "azure").length,
    added: before === undefined ? [] : [...ids].filter((id) => !idsBefore.has(id)).sort(),
    gone: [...idsBefore].filter((id) => !ids.has(id)).sort(),
  };
}
