import { Catalog, entry } from "./catalog";
import { oneOf, quoted } from "./wording";

/**
 * What `judge --check-config` reports about files for Pulumi's `--policy-pack-config`. Each text continues the path of a member, such as
 * `accepted.findings[0].until: …`; without a path it is about the file.
 */
export const PACK_CONFIGURATION = new Catalog({
  "config-member-unknown": entry({
    text: (known: readonly string[]) => `unknown member, which has no effect. Expected ${oneOf(known)}`,
  }),
  "subject-pattern-unusable": entry({
    text: (wrong: string, expected: string, given: string) =>
      `${wrong}. Expected ${expected}; got ${quoted(given)}`,
  }),
});
