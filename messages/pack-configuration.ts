import { Catalog, entry } from "./catalog";
import { oneOf, quoted } from "./wording";

/**
 * What `check-config` reports about files for Pulumi's `--policy-pack-config`. Each text continues the path of a member, such as
 * `oidc-trust-requires-subject.exceptions[0].until: …`; without a path it is about the file.
 */
export const PACK_CONFIGURATION = new Catalog({
  "config-byte-order-mark": entry({
    text: () =>
      "the file starts with a byte order mark, which the engine does not accept. Save it as UTF-8 without one",
  }),
  "config-not-json": entry({
    text: (reason: string) => `not valid JSON (${reason})`,
  }),
  "config-not-an-object": entry({
    text: () => "not an object. Expected an object with one member per rule",
  }),
  "config-rule-unknown": entry({
    text: (consequence: "ignores it" | "stops at its value", others: readonly string[]) =>
      `unknown rule; the engine ${consequence}. Expected ${others.join(", ")}, or a rule of docs/reference/rules`,
  }),
  "config-rule-setting-misplaced": entry({
    text: () => "not a setting of the whole file. Give it to each rule that it is for",
  }),
  "config-comment-misplaced": entry({
    text: () => "a comment outside a rule's object, at which the engine stops. Move it into a rule's object",
  }),
  "config-level-unknown": entry({
    text: (levels: readonly string[], given: unknown) =>
      `unknown enforcement level. Expected ${oneOf(levels)}; got ${quoted(given)}`,
  }),
  "config-all-without-effect": entry({
    text: () => "has no effect, because the engine uses only enforcementLevel of all. Give it to each rule",
  }),
  "config-member-unknown": entry({
    text: (known: readonly string[]) => `unknown member, which has no effect. Expected ${oneOf(known)}`,
  }),
  "config-member-missing": entry({
    text: (name: string, required: readonly string[]) =>
      `${name} is missing. Expected ${required.join(", ")}`,
  }),
  "config-member-twice": entry({
    text: () => "this member is in one object twice. Remove one of them",
  }),
  "config-value-invalid": entry({
    text: (expected: string, given: unknown) => `invalid value. Expected ${expected}; got ${quoted(given)}`,
  }),
  "config-day-invalid": entry({
    text: (given: string) => `no such day. Expected a day of the calendar; got ${quoted(given)}`,
  }),
  "subject-pattern-unusable": entry({
    text: (wrong: string, expected: string, given: string) =>
      `${wrong}. Expected ${expected}; got ${quoted(given)}`,
  }),
  "config-all-disabled": entry({
    text: () => "no rule runs unless it has a separate level, because all is disabled",
  }),
  "config-exception-for-all": entry({
    text: (what: "resource" | "role") =>
      `matches every ${what}, so it switches the rule off${what === "role" ? " for roles" : ""}`,
  }),
  "config-exception-without-end": entry({
    text: () => "no until, so the exception never ends. Add until with the last day, such as 2027-03-31",
  }),
  "config-exception-long": entry({
    text: (given: string) => `ends more than a year from now. Expected an earlier day; got ${quoted(given)}`,
  }),
  "config-rules-differ": entry({
    text: (rules: readonly string[]) =>
      `not the same in ${rules.join(" and ")}, so these rules judge a subject differently`,
  }),
});
