import { exceptionsSchema, type RuleException } from "./exceptions";
import type { ConfigSchema } from "./rule-definition";

/** Configuration that every rule has. */
export interface SharedConfig {
  /** Resources that are exempt from the rule. */
  readonly exceptions?: readonly RuleException[];
}

/** The schemas of what every rule has. */
export const sharedConfiguration: Readonly<Record<string, ConfigSchema>> = { exceptions: exceptionsSchema };
