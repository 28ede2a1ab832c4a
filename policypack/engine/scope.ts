import type { ConfigSchema } from "./rule-definition";

/** Configuration of the rules that look at what takes part in a federation. */
export interface ScopeConfig {
  /** Default is `"federation"`. */
  readonly scope?: "federation" | "all";
}

/** The schema of `scope`. */
export const scopeSchema: Readonly<Record<string, ConfigSchema>> = {
  scope: {
    type: "string",
    enum: ["federation", "all"],
    default: "federation",
    description:
      "What is looked at: what takes part in a federation of Entra with AWS, or every resource of these types.",
  },
};
