import type { Rule } from "../argument-rule";

/** One of a few texts, such as the name of a cloud. */
export function oneOf(allowed: readonly string[]): Rule<string> {
  return (value) => (allowed.includes(value) ? [] : [`must be one of: ${allowed.join(", ")}`]);
}
