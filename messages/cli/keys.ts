import { Catalog, entry } from "../catalog";

/** Messages of `keys`. Texts with an `answer` end with what AWS or Azure answered and what to do about it. */
export const KEYS = new Catalog({
  "key-not-confirmed": entry({
    text: () => "not confirmed, so nothing was changed. Type yes, or give --yes in a script",
  }),
});
