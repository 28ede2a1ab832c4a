import { Catalog, entry } from "../catalog";
import { allOf } from "../wording";

/** What `judge` could not judge. A role that is judged has findings instead. */
export const JUDGING = new Catalog({
  "trust-policy-not-judged": entry({
    text: (values: readonly string[]) => `Depends on values that are not in this file: ${values.join("; ")}`,
  }),
  "trust-policy-not-read": entry({
    text: (sentence: string) => sentence,
  }),
});

/** What the reader fills in before a fix can be pasted: a sentence, or none if the fix has no placeholder. */
export function fillInText(placeholders: readonly string[]): readonly string[] {
  return placeholders.length === 0
    ? []
    : [
        `Replace ${allOf(placeholders)} with your own ${placeholders.length === 1 ? "value" : "values"} first.`,
      ];
}

/** What a finding says whose fix and consequence are those of the finding before it. */
export const FIXED_ABOVE = "The fix above covers this too.";

/** What stands in place of a value that the judged file marks as sensitive. Terraform prints the same. */
export const WITHHELD = "(sensitive value)";

/** The parts of a finding on a policy that the judged file marks as sensitive. */
export const withheldText = {
  /** What is expected of it. */
  expected: (rule: string) => `what the rule ${rule} requires`,
  /** What the policy has. */
  found: (reach: string | undefined) =>
    reach === undefined ? WITHHELD : `${WITHHELD} with the reach ${reach}`,
  /** Who can assume the role. */
  consequence: (reach: "anyone" | "tenant" | "assigned" | "replay" | "nobody") =>
    ({
      anyone: "Anyone can assume this role.",
      tenant: "Anyone in the tenant, cluster, or organization can assume this role.",
      assigned:
        "Any identity assigned to the application, and anyone who can assign one, can assume this role.",
      replay: "Only the named subject can assume this role, but with more tokens than intended.",
      nobody: "Nobody can assume this role as written.",
    })[reach],
  /** Why there is nothing more. */
  why: "Terraform marks this policy as sensitive, so the report shows none of it.",
};
