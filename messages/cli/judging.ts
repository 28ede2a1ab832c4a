import { Catalog, entry } from "../catalog";
import { allOf } from "../wording";

/** What `judge` could not judge. A role that is judged has findings instead. */
export const JUDGING = new Catalog("Roles and parts that are not judged", {
  "trust-policy-not-judged": entry({
    text: (values: readonly string[]) => `Depends on values that are not in this file: ${values.join("; ")}`,
    sample: [["Ref TenantId"]],
    cause:
      "The trust policy has parts that only the deployment knows, such as parameters. With some values it is acceptable, with others not.",
    fix: "Judge what is deployed: `aws iam get-role --role-name NAME | npx --no -- azure-to-aws judge -`.",
  }),
  "trust-policy-not-read": entry({
    text: (sentence: string) => sentence,
    sample: ["No trust policy in this file could be read"],
    cause: "The file refers to something else, such as a nested template, in which there may be roles.",
    fix: "Judge that file too, or what is deployed: `aws iam get-account-authorization-details --filter Role`.",
  }),
  "sarif-results-left-out": entry({
    text: (count: number, most: number) =>
      `${count} results are left out: GitHub takes at most ${most} in one run. Judge fewer files at once`,
    sample: [12, 25_000],
    cause: "GitHub rejects a SARIF file with more results. The report has the worst ones.",
    fix: "Judge fewer files at once, and upload each report with its own category.",
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
