import { coded, quoted } from "../../messages";
import { PACK_CONFIGURATION } from "../../messages/pack-configuration";
import { isObject, itemsOf } from "../../trust";
import { type ConfigurationProblem, problemAt } from "./configuration-problem";
import type { ConfigSchema } from "./rule-definition";

/** Checks a value against the schema of a member of a rule's configuration: the part of JSON schema that rules use. */
export function* schemaProblems(
  value: unknown,
  schema: ConfigSchema,
  path: string,
): Iterable<ConfigurationProblem> {
  const allowed = allowedInstead(value, schema);
  if (allowed !== undefined) {
    yield problemAt(
      path,
      coded("config-value-invalid", `invalid value. Expected ${allowed}; got ${quoted(value)}`),
    );
    return;
  }
  const { items = {}, properties = {}, required = [] } = schema;
  for (const [index, item] of itemsOf(value).entries()) {
    yield* schemaProblems(item, items as ConfigSchema, `${path}[${index}]`);
  }
  if (!isObject(value)) {
    return;
  }
  for (const name of required.filter((key) => value[key] === undefined)) {
    yield problemAt(
      path,
      coded("config-member-missing", `${name} is missing. Expected ${required.join(", ")}`),
    );
  }
  for (const [name, member] of Object.entries(value)) {
    const own = properties[name];
    if (own === undefined) {
      const unknown = PACK_CONFIGURATION.say("config-member-unknown", Object.keys(properties));
      yield problemAt(`${path}.${name}`, unknown);
    } else {
      yield* schemaProblems(member, own as ConfigSchema, `${path}.${name}`);
    }
  }
}

/** What a schema allows in place of a value; `undefined` if it allows the value. Parts of lists and objects are left out. */
function allowedInstead(value: unknown, schema: ConfigSchema): string | undefined {
  if (schema.enum !== undefined) {
    return schema.enum.includes(value as string)
      ? undefined
      : `one of ${schema.enum.map((item) => JSON.stringify(item)).join(", ")}`;
  }
  switch (schema.type) {
    case "string":
      return allowedText(value, schema);
    case "integer": {
      const { minimum = -Infinity, maximum = Infinity } = schema;
      const isWithin = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      return isWithin
        ? undefined
        : `a whole number from ${schema.minimum ?? "-∞"} to ${schema.maximum ?? "∞"}`;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : "true or false";
    case "array":
      return Array.isArray(value) ? undefined : "a list";
    default:
      return schema.type !== "object" || isObject(value)
        ? undefined
        : `an object with ${Object.keys(schema.properties ?? {}).join(", ")}`;
  }
}

function allowedText(value: unknown, { minLength = 0, pattern }: ConfigSchema): string | undefined {
  if (typeof value !== "string") {
    return "a string";
  }
  if (value.length < minLength) {
    return "a string that is not empty";
  }
  if (pattern === undefined || new RegExp(pattern, "u").test(value)) {
    return undefined;
  }
  return pattern === "\\p{L}" ? "a string with letters" : `a string that matches ${pattern}`;
}
