import { baselineFile } from "./baseline-file";
import { exceptionsSchema, type RuleException } from "./exceptions";
import type { ConfigSchema } from "./rule-definition";
import type { Settlement } from "./settle-findings";

/** Configuration that every rule has. */
export interface SharedConfig {
  /** Resources that are exempt from the rule. */
  readonly exceptions?: readonly RuleException[];
  /** Path of a baseline file: what it knows is shown as advice. */
  readonly baseline?: string;
}

/** The schemas of what every rule has. */
export const sharedConfiguration: Readonly<Record<string, ConfigSchema>> = {
  exceptions: exceptionsSchema,
  baseline: {
    type: "string",
    minLength: 1,
    description:
      "Path of a baseline file, absolute or relative to the pack's folder. What it knows is shown as advice.",
  },
};

/**
 * Reads what the configuration says about all findings of a rule.
 *
 * @throws {BaselineError} If the baseline cannot be used, whether there is a finding or not.
 */
export function settlement({ exceptions = [], baseline }: SharedConfig): Settlement {
  return {
    exceptions,
    baseline: baseline === undefined ? undefined : baselineFile(baseline),
    // Asked only where there is a violation.
    get today() {
      return new Date().toISOString().slice(0, 10);
    },
  };
}
