import { isObject, itemsOf, type Problem, subjectPatternProblems } from "azure-to-aws-federation/trust";
import type { RuleDefinition } from "../engine/rule-definition";
import { sharedConfiguration } from "../engine/shared-configuration";
import { rules } from "../rules";
import { schemaProblems } from "./schema-problems";
import { configurationWarnings } from "./warnings";

/** Something in a configuration file. A warning works as it is written, but may not be meant. */
export interface ConfigurationProblem extends Problem {
  readonly isWarning?: true;
}

/** Enforcement levels that mean something here: no rule of the pack remediates anything, so `remediate` is none of them. */
const LEVELS = ["advisory", "mandatory", "disabled"];

/** Members that a configuration file may have beside the rules: the level of all, and environments of Pulumi ESC. */
const BESIDE_RULES = ["all", "environments"];

/** Name of a member that is a comment within a rule's object: JSON has none of its own. Ignored by engine and rules. */
const COMMENT = "//";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Checks a file for `--policy-pack-config`. The engine ignores unknown rules and unknown members in silence. This names
 * them, and everything else that would not work as it looks.
 *
 * @param text - The file's content, with the byte order mark if it has one.
 * @param today - Today's date in UTC, `YYYY-MM-DD`.
 * @returns What is wrong, in the order of the file, and then warnings; nothing if all is well. A path is such as
 * `oidc-trust-requires-subject.exceptions[0].reason`.
 */
export function checkConfiguration(
  text: string,
  today = new Date().toISOString().slice(0, 10),
): ConfigurationProblem[] {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return [
      {
        path: "",
        reason: "begins with a byte order mark, at which the engine stops. Save it as UTF-8 without one",
      },
    ];
  }
  let configuration: unknown;
  try {
    configuration = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    return [{ path: "", reason: `is not valid JSON (${reason})` }];
  }
  if (!isObject(configuration)) {
    return [{ path: "", reason: "is not an object; allowed: an object with one member per rule" }];
  }
  return [
    ...Object.entries(configuration).flatMap(([name, value]) => [...memberProblems(name, value)]),
    ...[...configurationWarnings(configuration, today)].map((problem) => ({
      ...problem,
      isWarning: true as const,
    })),
  ];
}

function* memberProblems(name: string, value: unknown): Iterable<Problem> {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule !== undefined) {
    yield* ruleProblems(rule, value);
  } else if (name === "all") {
    yield* allProblems(value);
  } else if (name === "environments") {
    yield* schemaProblems(value, { type: "array", items: { type: "string" } }, name);
  } else if (name === "exceptions" || name === "baseline") {
    yield { path: name, reason: "is unknown here: give it to each rule that it is for" };
  } else if (name === COMMENT) {
    yield { path: name, reason: "is a comment outside of a rule's object, at which the engine stops" };
  } else {
    const names = [...rules.map((candidate) => candidate.name), ...BESIDE_RULES].join(", ");
    const consequence = isSetting(value) ? "which the engine ignores" : "and the engine stops at its value";
    yield { path: name, reason: `is an unknown rule, ${consequence}; allowed: ${names}` };
  }
}

/** Whether the engine takes a value for a rule's setting, whatever the rule. */
function isSetting(value: unknown): boolean {
  return isObject(value) || (typeof value === "string" && [...LEVELS, "remediate"].includes(value));
}

function* allProblems(value: unknown): Iterable<Problem> {
  if (!isObject(value)) {
    yield* levelProblems(value, "all");
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name === "enforcementLevel") {
      yield* levelProblems(member, "all.enforcementLevel");
    } else if (name !== COMMENT) {
      yield {
        path: `all.${name}`,
        reason: "reaches no rule: the engine takes only enforcementLevel from all. Give it to each rule",
      };
    }
  }
}

function* ruleProblems(rule: RuleDefinition, value: unknown): Iterable<Problem> {
  if (!isObject(value)) {
    yield* levelProblems(value, rule.name);
    return;
  }
  const schemas = { ...rule.configuration, ...sharedConfiguration };
  for (const [name, member] of Object.entries(value)) {
    const path = `${rule.name}.${name}`;
    const schema = schemas[name];
    if (name === "enforcementLevel") {
      yield* levelProblems(member, path);
    } else if (schema !== undefined) {
      yield* schemaProblems(member, schema, path);
      if (name === "exceptions") {
        yield* dateProblems(member, path);
      } else if (name === "subjectPatterns") {
        yield* patternProblems(member, path);
      }
    } else if (name !== COMMENT) {
      const allowed = ["enforcementLevel", ...Object.keys(schemas)].join(", ");
      yield { path, reason: `is an unknown member, which the engine ignores; allowed: ${allowed}` };
    }
  }
}

function* levelProblems(value: unknown, path: string): Iterable<Problem> {
  if (typeof value !== "string" || !LEVELS.includes(value)) {
    yield { path, reason: `is ${JSON.stringify(value)}; allowed: ${LEVELS.join(", ")}` };
  }
}

/** Days that no calendar has, such as 2026-02-30: compared as strings, they would hold too long. */
function* dateProblems(exceptions: unknown, path: string): Iterable<Problem> {
  for (const [index, exception] of itemsOf(exceptions).entries()) {
    const until = isObject(exception) ? exception.until : undefined;
    if (typeof until === "string" && /^\d{4}-\d{2}-\d{2}$/.test(until)) {
      const day = new Date(`${until}T00:00:00Z`);
      if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== until) {
        yield { path: `${path}[${index}].until`, reason: `is "${until}", which no calendar has` };
      }
    }
  }
}

/** Patterns that accept every subject, or none. The rule ignores them. */
function* patternProblems(patterns: unknown, path: string): Iterable<Problem> {
  for (const [index, pattern] of itemsOf(patterns).entries()) {
    const { provider, beginning } = isObject(pattern) ? pattern : {};
    // The schema reports what is not a string, or empty.
    if (typeof provider === "string" && typeof beginning === "string" && beginning !== "") {
      const values = { provider, beginning };
      for (const { member, reason } of subjectPatternProblems(values)) {
        yield {
          path: `${path}[${index}].${member}`,
          reason: `is ${JSON.stringify(values[member])}, ${reason}`,
        };
      }
    }
  }
}
