import { Catalog, entry } from "./catalog";
import { oneOf, quoted } from "./wording";

/**
 * What `check-config` reports about files for Pulumi's `--policy-pack-config`. Each text continues the path of a member, such as
 * `oidc-trust-requires-subject.exceptions[0].until: …`; without a path it is about the file.
 */
export const PACK_CONFIGURATION = new Catalog("Configuration of the policy pack", {
  "config-byte-order-mark": entry({
    text: () =>
      "the file starts with a byte order mark, which the engine does not accept. Save it as UTF-8 without one",
    sample: [],
    cause: "Some editors and shells on Windows write three invisible bytes before the text.",
    fix: "Save the file as UTF-8 without byte order mark.",
  }),
  "config-not-json": entry({
    text: (reason: string) => `not valid JSON (${reason})`,
    sample: ["Unexpected end of JSON input"],
    cause: "The file breaks the rules of JSON. Comments are not allowed outside a member named `//`.",
    fix: "Correct the JSON at the place that the message names.",
  }),
  "config-not-an-object": entry({
    text: () => "not an object. Expected an object with one member per rule",
    sample: [],
    cause: "The file is JSON, but a list, a string, or a number.",
    fix: 'Write an object: `{ "all": "mandatory" }`.',
  }),
  "config-rule-unknown": entry({
    text: (consequence: "ignores it" | "stops at its value", others: readonly string[]) =>
      `unknown rule; the engine ${consequence}. Expected ${others.join(", ")}, or a rule of docs/reference/rules`,
    sample: ["ignores it", ["all", "environments"]],
    cause: "The pack has no rule of this name. The name is misspelled, or the pack is older.",
    fix: "Correct the name. [Rules](rules/README.md) lists them all.",
  }),
  "config-rule-setting-misplaced": entry({
    text: () => "not a setting of the whole file. Give it to each rule that it is for",
    sample: [],
    cause: "Exceptions and baselines are settings of a rule. The engine ignores them at the top of the file.",
    fix: "Move the member into the object of each rule.",
  }),
  "config-comment-misplaced": entry({
    text: () => "a comment outside a rule's object, at which the engine stops. Move it into a rule's object",
    sample: [],
    cause: "The engine takes each member at the top of the file for a rule.",
    fix: "Move the comment into the object of the rule that it is about.",
  }),
  "config-level-unknown": entry({
    text: (levels: readonly string[], given: unknown) =>
      `unknown enforcement level. Expected ${oneOf(levels)}; got ${quoted(given)}`,
    sample: [["advisory", "mandatory", "disabled"], "mandatry"],
    cause: "The engine knows only these levels. No rule of this pack remediates anything.",
    fix: "Use one of the listed levels.",
  }),
  "config-all-without-effect": entry({
    text: () => "has no effect, because the engine uses only enforcementLevel of all. Give it to each rule",
    sample: [],
    cause: "The engine copies only the enforcement level from `all` to the rules.",
    fix: "Move the member into the object of each rule.",
  }),
  "config-member-unknown": entry({
    text: (known: readonly string[]) => `unknown member, which has no effect. Expected ${oneOf(known)}`,
    sample: [["urn", "reason", "until"]],
    cause: "The object has no member of this name. The name is misspelled, or it belongs to another rule.",
    fix: "Correct the name. The page of each rule in [Rules](rules/README.md) lists its settings.",
  }),
  "config-member-missing": entry({
    text: (name: string, required: readonly string[]) =>
      `${name} is missing. Expected ${required.join(", ")}`,
    sample: ["reason", ["urn", "reason"]],
    cause: "The object lacks a member that it must have.",
    fix: "Add the member. An exception needs a URN and a reason.",
  }),
  "config-member-twice": entry({
    text: () => "this member is in one object twice. Remove one of them",
    sample: [],
    cause: "The engine uses the last of the two, and people read the first.",
    fix: "Remove one of the two members.",
  }),
  "config-value-invalid": entry({
    text: (expected: string, given: unknown) => `invalid value. Expected ${expected}; got ${quoted(given)}`,
    sample: ['one of "advise", "refuse"', "stop"],
    cause: "The value has another type or another form than the setting.",
    fix: "Correct the value. The page of each rule in [Rules](rules/README.md) describes its settings.",
  }),
  "config-day-invalid": entry({
    text: (given: string) => `no such day. Expected a day of the calendar; got ${quoted(given)}`,
    sample: ["2026-02-30"],
    cause: "The month has fewer days. Compared as a string, the date would hold too long.",
    fix: "Write the last day on which the exception holds: `2026-02-28`.",
  }),
  "subject-pattern-unusable": entry({
    text: (wrong: string, expected: string, given: string) =>
      `${wrong}. Expected ${expected}; got ${quoted(given)}`,
    sample: ["the provider has a scheme", "the issuer's URL without https://", "https://gitlab.example.com"],
    cause: "The pattern would accept every subject, or none. The analysis ignores such a pattern.",
    fix: "Correct the pattern: `gitlab.example.com=project_path:<group>/<project>:` as an option of `judge`.",
  }),
  "config-all-disabled": entry({
    text: () => "no rule runs unless it has a separate level, because all is disabled",
    sample: [],
    cause: "The level of `all` holds for each rule that sets none.",
    fix: "Set `all` to `advisory` or `mandatory`, and disable single rules. If it is meant, ignore this warning.",
  }),
  "config-exception-for-all": entry({
    text: (what: "resource" | "role") =>
      `matches every ${what}, so it switches the rule off${what === "role" ? " for roles" : ""}`,
    sample: ["resource"],
    cause: "The pattern of the exception has wildcards only.",
    fix: "Name the resource: `pulumi stack --show-urns` lists the URNs.",
  }),
  "config-exception-without-end": entry({
    text: () => "no until, so the exception never ends. Add until with the last day, such as 2027-03-31",
    sample: [],
    cause: "An exception without an end is forgotten.",
    fix: "Add `until` with the last day on which the exception holds.",
  }),
  "config-exception-long": entry({
    text: (given: string) => `ends more than a year from now. Expected an earlier day; got ${quoted(given)}`,
    sample: ["2030-01-01"],
    cause: "An exception that holds for years is forgotten.",
    fix: "Choose a day within a year, and renew the exception then.",
  }),
  "config-rules-differ": entry({
    text: (rules: readonly string[]) =>
      `not the same in ${rules.join(" and ")}, so these rules judge a subject differently`,
    sample: [["oidc-trust-requires-audience", "oidc-trust-requires-subject"]],
    cause: "Three rules ask which subjects bind a caller. Each reads its own settings.",
    fix: "Give the option to each of these rules, with the same value.",
  }),
});
