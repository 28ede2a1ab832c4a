import { coded, oneOf, quoted } from "../../messages";
import { PACK_CONFIGURATION } from "../../messages/pack-configuration";
import { isObject, itemsOf, subjectPatternProblems } from "../../trust";
import { ACCEPTED, acceptedProblems, acceptedSetting } from "../engine/accepted-finding";
import { ACCEPTED_COUNT } from "../engine/accepted-policies";
import { type ConfigurationProblem, problemAt } from "../engine/configuration-problem";
import type { ConfigSchema } from "../engine/rule-definition";
import { schemaProblems } from "../engine/schema-problems";
import { rules } from "../rules";
import { configurationWarnings } from "./warnings";

/** Enforcement levels that mean something here: no rule of the pack remediates anything, so `remediate` is none of them. */
const LEVELS = ["advisory", "mandatory", "disabled"];

/** Members that a configuration file may have next to the rules. `environments` are those of Pulumi ESC. */
const BESIDE_RULES = ["all", ACCEPTED, ACCEPTED_COUNT, "environments"];

/** The name of a member that is a comment in a rule's object, because JSON has no comments. Engine and rules ignore it. */
const COMMENT = "//";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Checks a file for `--policy-pack-config`. The engine silently ignores unknown rules and unknown members. This function
 * reports them, and everything else that does not work as it looks.
 *
 * @param text - The file's content, with the byte order mark if it has one.
 * @param today - Today's date in UTC, `YYYY-MM-DD`.
 * @returns The errors in the order of the file, and then the warnings; empty if the file is valid. A path looks like
 * `accepted.findings[0].reason`.
 */
export function checkConfiguration(
  text: string,
  today = new Date().toISOString().slice(0, 10),
): ConfigurationProblem[] {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return [
      problemAt(
        "",
        coded(
          "config-byte-order-mark",
          "the file starts with a byte order mark, which the engine does not accept. Save it as UTF-8 without one",
        ),
      ),
    ];
  }
  let configuration: unknown;
  try {
    configuration = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    return [problemAt("", coded("config-not-json", `not valid JSON (${reason})`))];
  }
  if (!isObject(configuration)) {
    return [
      problemAt(
        "",
        coded("config-not-an-object", "not an object. Expected an object with one member per rule"),
      ),
    ];
  }
  return [
    ...Object.entries(configuration).flatMap(([name, value]) => [...memberProblems(name, value)]),
    ...[...configurationWarnings(configuration, today)].map((problem) => ({
      ...problem,
      isWarning: true as const,
    })),
  ];
}

function* memberProblems(name: string, value: unknown): Iterable<ConfigurationProblem> {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule !== undefined) {
    yield* settingProblems(name, rule.configuration, value);
  } else if (name === "all") {
    yield* allProblems(value);
  } else if (name === "environments") {
    yield* schemaProblems(value, { type: "array", items: { type: "string" } }, name);
  } else if (name === ACCEPTED) {
    yield* settingProblems(name, acceptedSetting, value);
    yield* acceptedProblems(isObject(value) ? value.findings : undefined, `${name}.findings`);
  } else if (name === ACCEPTED_COUNT) {
    yield* settingProblems(name, {}, value);
  } else if (name === COMMENT) {
    yield problemAt(
      name,
      coded(
        "config-comment-misplaced",
        "a comment outside a rule's object, at which the engine stops. Move it into a rule's object",
      ),
    );
  } else {
    const consequence = isIgnored(value) ? "ignores it" : "stops at its value";
    yield problemAt(
      name,
      coded(
        "config-rule-unknown",
        `unknown rule; the engine ${consequence}. Expected ${BESIDE_RULES.join(", ")}, or a rule of docs/reference/rules`,
      ),
    );
  }
}

/**
 * Whether the engine ignores the value of an unknown rule. It stops at a value that is neither a level nor an object, and
 * at settings without a level, because an unknown rule has no default.
 *
 * Source: pulumi/pulumi `pkg/resource/analyzer/config.go` and `sdk/go/common/resource/plugin/analyzer_plugin.go`.
 */
function isIgnored(value: unknown): boolean {
  const level = isObject(value) ? value.enforcementLevel : value;
  const isEmpty = isObject(value) && Object.keys(value).length === 0;
  return isEmpty || (typeof level === "string" && [...LEVELS, "remediate"].includes(level));
}

function* allProblems(value: unknown): Iterable<ConfigurationProblem> {
  if (!isObject(value)) {
    yield* levelProblems(value, "all");
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name === "enforcementLevel") {
      yield* levelProblems(member, "all.enforcementLevel");
    } else if (name !== COMMENT) {
      yield problemAt(
        `all.${name}`,
        coded(
          "config-all-without-effect",
          "has no effect, because the engine uses only enforcementLevel of all. Give it to each rule",
        ),
      );
    }
  }
}

/** @param schemas - The settings of a rule, by name. */
function* settingProblems(
  rule: string,
  schemas: Readonly<Record<string, ConfigSchema>>,
  value: unknown,
): Iterable<ConfigurationProblem> {
  if (!isObject(value)) {
    yield* levelProblems(value, rule);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const path = `${rule}.${name}`;
    const schema = schemas[name];
    if (name === "enforcementLevel") {
      yield* levelProblems(member, path);
    } else if (schema !== undefined) {
      yield* schemaProblems(member, schema, path);
      if (name === "subjectPatterns") {
        yield* patternProblems(member, path);
      }
    } else if (name !== COMMENT) {
      const known = ["enforcementLevel", ...Object.keys(schemas)];
      yield problemAt(path, PACK_CONFIGURATION.say("config-member-unknown", known));
    }
  }
}

function* levelProblems(value: unknown, path: string): Iterable<ConfigurationProblem> {
  if (typeof value !== "string" || !LEVELS.includes(value)) {
    yield problemAt(
      path,
      coded(
        "config-level-unknown",
        `unknown enforcement level. Expected ${oneOf(LEVELS)}; got ${quoted(value)}`,
      ),
    );
  }
}

/** Patterns that accept every subject, or none. The rule ignores them. */
function* patternProblems(patterns: unknown, path: string): Iterable<ConfigurationProblem> {
  for (const [index, pattern] of itemsOf(patterns).entries()) {
    const { provider, beginning } = isObject(pattern) ? pattern : {};
    // The schema reports what is not a string, or empty.
    if (typeof provider === "string" && typeof beginning === "string" && beginning !== "") {
      const values = { provider, beginning };
      for (const { member, wrong, expected } of subjectPatternProblems(values)) {
        yield problemAt(
          `${path}[${index}].${member}`,
          PACK_CONFIGURATION.say("subject-pattern-unusable", wrong, expected, values[member]),
        );
      }
    }
  }
}
