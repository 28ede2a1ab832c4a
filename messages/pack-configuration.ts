import { Catalog, entry } from "./catalog";
import { oneOf, quoted } from "./wording";

/**
 * What `check-config` reports about files for Pulumi's `--policy-pack-config`. Each text continues the path of a member, such as
 * `oidc-trust-requires-subject.exceptions[0].until: …`; without a path it is about the file.
 */
export const PACK_CONFIGURATION = new Catalog({
  "config-member-unknown": entry({
    text: (known: readonly string[]) => `unknown member, which has no effect. Expected ${oneOf(known)}`,
  }),
  "subject-pattern-unusable": entry({
    text: (wrong: string, expected: string, given: string) =>
      `${wrong}. Expected ${expected}; got ${quoted(given)}`,
  }),
  "config-exception-for-all": entry({
    text: (what: "resource" | "role") =>
      `matches every ${what}, so it switches the rule off${what === "role" ? " for roles" : ""}`,
  }),
});
