import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

const WRITE = "Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json";
/** Baselines of `judge` and of the policy pack. Each text but the last continues the name of the file. */
export const BASELINES = new Catalog({
  "baseline-not-found": entry({
    text: () =>
      "the baseline file does not exist. Expected an absolute path, or one relative to the pack's folder",
  }),
  "baseline-not-json": entry({
    text: (reason: string) => `the baseline is not valid JSON (${reason}). ${WRITE}`,
  }),
  "baseline-other-file": entry({
    text: () => "not a baseline. Write one: npx --no -- azure-to-aws baseline FILE > baseline.json",
  }),
  "baseline-format-unknown": entry({
    text: (format: number, given: unknown) =>
      `unknown format of the baseline. Expected ${format}; got ${quoted(given)}. ${WRITE}`,
  }),
  "baseline-without-findings": entry({
    text: () => `the baseline has no list "findings". ${WRITE}`,
  }),
  "baseline-fingerprint-invalid": entry({
    text: (index: number) =>
      `findings[${index}].fingerprint is not valid. Expected 32 hexadecimal digits. ${WRITE}`,
  }),
  "baseline-role-not-judged": entry({
    text: (file: string, role: string) =>
      `${file}: role ${role} is not in the baseline, because the file does not show its whole trust policy`,
  }),
});
