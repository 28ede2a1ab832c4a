import { isObject, itemsOf, type Problem } from "azure-to-aws-federation/trust";
import type { RuleDefinition } from "../engine/rule-definition";
import { sharedConfiguration } from "../engine/shared-configuration";
import { rules } from "../rules";
import { schemaProblems } from "./schema-problems";

/** Enforcement levels that mean something here: no rule of the pack mends anything, so `remediate` is none of them. */
const LEVELS = ["advisory", "mandatory", "disabled"];

/** Members that a configuration file may have beside the rules: the level of all, and environments of Pulumi ESC. */
const BESIDE_RULES = ["all", "environments"];

/** Name of a member that is a comment: JSON has none of its own. Ignored by engine and rules. */
const COMMENT = "//";

/**
 * Checks a file for `--policy-pack-config`. The engine passes over unknown rules and unknown members in silence; this
 * names them, and all else that would not work as it looks.
 *
 * @param text - The file's content.
 * @returns What is wrong, in the order of the file; nothing if all is well. A path is such as
 * `oidc-trust-requires-subject.exceptions[0].reason`.
 */
export function checkConfiguration(text: string): Problem[] {
  let configuration: unknown;
  try {
    configuration = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    return [
      { path: "", reason: `is no JSON (${error instanceof Error ? error.message : "unknown reason"})` },
    ];
  }
  if (!isObject(configuration)) {
    return [{ path: "", reason: "is no object; allowed: an object with a member a rule" }];
  }
  return Object.entries(configuration).flatMap(([name, value]) => [...memberProblems(name, value)]);
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
    yield { path: name, reason: "is not known here: give it to each rule that it is for" };
  } else {
    const names = [...rules.map((candidate) => candidate.name), ...BESIDE_RULES].join(", ");
    yield { path: name, reason: `is no rule, and the engine passes over it; allowed: ${names}` };
  }
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
        reason:
          "reaches no rule: the engine takes nothing but enforcementLevel from all. Give it to each rule",
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
      }
    } else if (name !== COMMENT) {
      const allowed = ["enforcementLevel", ...Object.keys(schemas)].join(", ");
      yield { path, reason: `is not known, and the engine passes over it; allowed: ${allowed}` };
    }
  }
}

function* levelProblems(value: unknown, path: string): Iterable<Problem> {
  if (typeof value !== "string" || !LEVELS.includes(value)) {
    yield { path, reason: `is ${JSON.stringify(value)}; allowed: ${LEVELS.join(", ")}` };
  }
}

/** Days that no calendar has, such as 2026-02-30: compared as texts, they would hold too long. */
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
