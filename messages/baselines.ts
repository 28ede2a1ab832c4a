import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

const WRITE = "Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json";
const AGAIN = "Write the baseline again: `npx --no -- azure-to-aws baseline FILE > baseline.json`.";

/** Baselines of `judge` and of the policy pack. Each text but the last continues the name of the file. */
export const BASELINES = new Catalog("Baselines", {
  "baseline-not-found": entry({
    text: () =>
      "the baseline file does not exist. Expected an absolute path, or one relative to the pack's folder",
    sample: [],
    cause:
      "The setting `baseline` of a rule names a file that does not exist. The folder in which `pulumi` runs does not count.",
    fix: "Correct the path in the pack's configuration, or write the file: `npx --no -- azure-to-aws baseline FILE > baseline.json`.",
  }),
  "baseline-not-json": entry({
    text: (reason: string) => `the baseline is not valid JSON (${reason}). ${WRITE}`,
    sample: ["Unexpected end of JSON input"],
    cause: "The file was changed by hand, or the command that wrote it failed.",
    fix: AGAIN,
  }),
  "baseline-other-file": entry({
    text: () => "not a baseline. Write one: npx --no -- azure-to-aws baseline FILE > baseline.json",
    sample: [],
    cause: "The file is JSON, but `azure-to-aws baseline` did not write it.",
    fix: "Name the baseline, or write one: `npx --no -- azure-to-aws baseline FILE > baseline.json`.",
  }),
  "baseline-format-unknown": entry({
    text: (format: number, given: unknown) =>
      `unknown format of the baseline. Expected ${format}; got ${quoted(given)}. ${WRITE}`,
    sample: [2, 1],
    cause: "Another version of this package wrote the file.",
    fix: AGAIN,
  }),
  "baseline-without-findings": entry({
    text: () => `the baseline has no list "findings". ${WRITE}`,
    sample: [],
    cause: "The file was changed by hand.",
    fix: AGAIN,
  }),
  "baseline-fingerprint-invalid": entry({
    text: (index: number) =>
      `findings[${index}].fingerprint is not valid. Expected 32 hexadecimal digits. ${WRITE}`,
    sample: [0],
    cause: "The file was changed by hand. The fingerprint alone says which finding is known.",
    fix: AGAIN,
  }),
  "baseline-role-not-judged": entry({
    text: (file: string, role: string) =>
      `${file}: role ${role} is not in the baseline, because the file does not show its whole trust policy`,
    sample: ["template.yaml", "Deployer"],
    cause: "The trust policy depends on values that are not in the file, such as parameters.",
    fix: "Write the baseline from what is deployed: `aws iam get-account-authorization-details --filter Role`.",
  }),
});
