/** The words for the states and the origins of keys. A history has no others. */
import type { FoundKey, KeyOrigin } from "../find/found-key";

export const STATES: Readonly<Record<FoundKey["status"], string>> = {
  Active: "Active",
  Inactive: "Inactive",
  Deleted: "Deleted",
  unknown: "Not known",
};

/** Where a key is used. */
export const ORIGINS: Readonly<Record<KeyOrigin, string>> = {
  azure: "from Azure",
  elsewhere: "elsewhere",
  unknown: "from where is not known",
  "not-in-log": "not in the log",
};
