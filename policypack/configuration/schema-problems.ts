import { isObject, type Problem } from "azure-to-aws-federation/trust";
import type { ConfigSchema } from "../engine/rule-definition";
import { shown } from "../engine/unknown";

/** The part of JSON schema that the pack's rules use. */
type Schema = Pick<
  ConfigSchema,
  | "type"
  | "enum"
  | "pattern"
  | "minLength"
  | "minimum"
  | "maximum"
  | "items"
  | "properties"
  | "required"
  | "additionalProperties"
>;

/** Checks a value against the schema of a member of a rule's configuration. */
export function* schemaProblems(value: unknown, schema: Schema, path: string): Iterable<Problem> {
  const problem = (allowed: string): Problem => ({
    path,
    reason: `is ${shown(value)}; allowed: ${allowed}`,
  });
  if (schema.enum !== undefined) {
    if (!schema.enum.includes(value as string)) {
      yield problem(schema.enum.map((item) => JSON.stringify(item)).join(", "));
    }
    return;
  }
  switch (schema.type) {
    case "string":
      yield* textProblems(value, schema, problem);
      return;
    case "integer":
      if (!Number.isInteger(value) || outside(Number(value), schema)) {
        yield problem(`a whole number from ${schema.minimum ?? "-∞"} to ${schema.maximum ?? "∞"}`);
      }
      return;
    case "boolean":
      if (typeof value !== "boolean") {
        yield problem("true, false");
      }
      return;
    case "array":
      if (!Array.isArray(value)) {
        yield problem("a list");
        return;
      }
      for (const [index, item] of (value as unknown[]).entries()) {
        yield* schemaProblems(item, (schema.items ?? {}) as Schema, `${path}[${index}]`);
      }
      return;
    case "object":
      yield* objectProblems(value, schema, path, problem);
  }
}

function* textProblems(
  value: unknown,
  { minLength = 0, pattern }: Schema,
  problem: (allowed: string) => Problem,
): Iterable<Problem> {
  if (typeof value !== "string") {
    yield problem("a text");
  } else if (value.length < minLength || (pattern === "\\S" && value.trim() === "")) {
    yield problem("a text that is not empty");
  } else if (pattern !== undefined && !new RegExp(pattern).test(value)) {
    yield problem(`a text that matches ${pattern}`);
  }
}

function* objectProblems(
  value: unknown,
  { properties = {}, required = [] }: Schema,
  path: string,
  problem: (allowed: string) => Problem,
): Iterable<Problem> {
  if (!isObject(value)) {
    yield problem(`an object with ${Object.keys(properties).join(", ")}`);
    return;
  }
  for (const name of required.filter((key) => value[key] === undefined)) {
    yield { path, reason: `has no ${name}; required: ${required.join(", ")}` };
  }
  for (const [name, member] of Object.entries(value)) {
    const schema = properties[name];
    if (schema === undefined) {
      yield {
        path: `${path}.${name}`,
        reason: `is not known; allowed: ${Object.keys(properties).join(", ")}`,
      };
    } else {
      yield* schemaProblems(member, schema as Schema, `${path}.${name}`);
    }
  }
}

function outside(value: number, { minimum, maximum }: Schema): boolean {
  return value < (minimum ?? -Infinity) || value > (maximum ?? Infinity);
}
