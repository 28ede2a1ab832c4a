/** A finding that somebody accepts for a time: what the policy pack, `judge`, and `audit` read of `policies.json`. */
import { coded, quoted } from "../../messages";
import { isObject, itemsOf } from "../../trust";
import { type ConfigurationProblem, problemAt } from "./configuration-problem";
import type { ConfigSchema } from "./rule-definition";
import { schemaProblems } from "./schema-problems";

/** Who accepts a finding, why, and how long. */
export interface AcceptanceTerms {
  readonly reason: string;
  /** The last day (UTC, `YYYY-MM-DD`) on which it counts. */
  readonly until: string;
  readonly owner: string;
}

/** A finding that somebody accepts for a time. */
export interface AcceptedFinding extends AcceptanceTerms {
  readonly fingerprint: string;
  /** The finding's rule and resource, for the reviewer of the file. */
  readonly rule: string;
  readonly resource: string;
}

/** The member of `policies.json` that lists accepted findings. */
export const ACCEPTED = "accepted";

const DAY = "^\\d{4}-\\d{2}-\\d{2}$";

/** The schema of each value of an accepted finding. */
export const acceptedSchema = {
  fingerprint: {
    type: "string",
    pattern: "^[0-9a-f]{32}$",
    description: "The finding's fingerprint, as reports show it.",
  },
  rule: { type: "string", minLength: 1, description: "The rule that reports the finding." },
  resource: { type: "string", minLength: 1, description: "The resource: its URN, its ARN, or its name." },
  reason: { type: "string", minLength: 1, pattern: "\\p{L}", description: "Why, in words." },
  until: { type: "string", pattern: DAY, description: "Last day (UTC, YYYY-MM-DD) on which it is accepted." },
  owner: { type: "string", minLength: 1, description: "Who answers for it: a team or a person." },
} as const satisfies Readonly<Record<keyof AcceptedFinding, ConfigSchema>>;

/** The schemas of the members of {@link ACCEPTED}. */
export const acceptedSetting: Readonly<Record<string, ConfigSchema>> = {
  findings: {
    type: "array",
    description: "Findings that are accepted for a time. The output counts them, and they stop nothing.",
    items: {
      type: "object",
      required: Object.keys(acceptedSchema),
      additionalProperties: false,
      properties: acceptedSchema,
    },
  },
};

/** The problems of a list of accepted findings that a schema does not show: unknown days, and repeated fingerprints. */
export function* acceptedProblems(findings: unknown, path: string): Iterable<ConfigurationProblem> {
  const seen = new Set<unknown>();
  for (const [index, finding] of itemsOf(findings).entries()) {
    const { fingerprint, until } = isObject(finding) ? finding : {};
    if (typeof until === "string" && new RegExp(DAY).test(until) && !isDay(until)) {
      yield problemAt(
        `${path}[${index}].until`,
        coded("config-day-invalid", `no such day. Expected a day of the calendar; got ${quoted(until)}`),
      );
    }
    if (fingerprint !== undefined && seen.has(fingerprint)) {
      yield problemAt(
        `${path}[${index}].fingerprint`,
        coded("config-accepted-twice", "this finding is accepted twice. Remove one of the two"),
      );
    }
    seen.add(fingerprint);
  }
}

/** Whether the calendar has a day. `Date` accepts February 30 and returns a day in March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * Reads the member {@link ACCEPTED} of a configuration.
 *
 * @returns The accepted findings, and all problems. With a problem, there are no findings.
 */
export function readAccepted(setting: unknown): {
  readonly findings: readonly AcceptedFinding[];
  readonly problems: readonly ConfigurationProblem[];
} {
  const { findings = [] } = isObject(setting) ? setting : {};
  const path = `${ACCEPTED}.findings`;
  const problems = [
    ...schemaProblems(findings, acceptedSetting.findings ?? {}, path),
    ...acceptedProblems(findings, path),
  ];
  return { findings: problems.length === 0 ? (findings as readonly AcceptedFinding[]) : [], problems };
}
