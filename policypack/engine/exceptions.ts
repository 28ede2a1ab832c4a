import { matchesWildcards } from "../../trust";
import type { ConfigSchema } from "./rule-definition";

/** An exception from a rule, as its configuration has it. */
export interface RuleException {
  /** Pattern of the resource's URN; `*` stands for any characters. */
  readonly urn: string;
  /** Why. It is shown with each finding that the exception covers. */
  readonly reason: string;
  /** Last day (UTC, `YYYY-MM-DD`) on which it holds. Default is without end. */
  readonly until?: string;
}

/** The schema of `exceptions`. */
export const exceptionsSchema: ConfigSchema = {
  type: "array",
  description: "Resources that are exempt from the rule, each with a reason. They are shown in the output.",
  items: {
    type: "object",
    required: ["urn", "reason"],
    additionalProperties: false,
    properties: {
      urn: { type: "string", minLength: 1, description: "Pattern of URNs; * stands for any characters." },
      reason: { type: "string", minLength: 1, pattern: "\\p{L}", description: "Why, in words." },
      until: {
        type: "string",
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        description: "Last day (UTC, YYYY-MM-DD) on which it holds.",
      },
    },
  },
};

/** What exceptions say about a resource. */
export interface ExceptionState {
  /** The exception that holds; `undefined` if there is none. */
  readonly holding: RuleException | undefined;
  /** An exception that has ended; `undefined` if there is none. */
  readonly ended: RuleException | undefined;
}

/**
 * Looks for the exceptions of a resource.
 *
 * @param today - `YYYY-MM-DD` in UTC.
 */
export function exceptionsFor(
  urn: string,
  exceptions: readonly RuleException[],
  today: string,
): ExceptionState {
  const own = exceptions.filter((exception) => matchesUrn(exception.urn, urn));
  const hasEnded = ({ until }: RuleException): boolean => until !== undefined && until < today;
  return { holding: own.find((exception) => !hasEnded(exception)), ended: own.find(hasEnded) };
}

/** Whether a pattern with `*` for any characters matches a URN as a whole. */
export function matchesUrn(pattern: string, urn: string): boolean {
  // The matcher takes `?` for any character; here it stands for itself.
  const plain = (text: string): string => text.replaceAll("?", "\0");
  return matchesWildcards(plain(pattern), plain(urn));
}
