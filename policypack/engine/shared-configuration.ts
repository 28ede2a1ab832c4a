import { baselineFile, type PlacedBaseline } from "./baseline-file";
import { exceptionsSchema, type RuleException } from "./exceptions";
import type { ConfigSchema } from "./rule-definition";
import type { Settlement } from "./settle-findings";

/** Configuration that every rule has. */
export interface SharedConfig {
  /** Resources that are exempt from the rule. */
  readonly exceptions?: readonly RuleException[];
  /** Path of a baseline file, which takes the place of the baseline of all rules. */
  readonly baseline?: string;
}

/** The schemas of what every rule has. */
export const sharedConfiguration: Readonly<Record<string, ConfigSchema>> = {
  exceptions: exceptionsSchema,
  baseline: {
    type: "string",
    minLength: 1,
    description:
      "Path of a baseline file for this rule alone, absolute or relative to the pack's folder. The output only counts what it holds.",
  },
};

/**
 * Reads what the configuration says about all findings of a rule.
 *
 * @param shared - The baseline of all rules, which the rule uses if it has none.
 * @throws {BaselineError} If the baseline cannot be used, whether there is a finding or not.
 */
export function settlement(
  { exceptions = [], baseline }: SharedConfig,
  shared: PlacedBaseline | undefined,
): Settlement {
  return {
    exceptions,
    baseline: baseline === undefined ? shared : baselineFile(baseline),
    // Computed only if there is a violation.
    get today() {
      return new Date().toISOString().slice(0, 10);
    },
  };
}
