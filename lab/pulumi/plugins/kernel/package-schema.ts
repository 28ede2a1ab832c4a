/** The plugin's package schema, for YAML programs, `pulumi import` and other users of the schema. */
import type { PropertyTypes, TypeTable } from "../schema/type-table";
import { parseNotation, type PropertyType } from "./type-notation";

type Json = Readonly<Record<string, unknown>>;

/** The bridged providers put each resource in a separate module (`iam/role`). Users see its first part. */
const moduleFormat = "(.*)(?:/[^/]*)";

/** Pulumi's package schema of what the type table declares (Pulumi docs, "Package schema"). */
export function packageSchema(name: string, table: TypeTable): Json {
  const resources = Object.entries(table.resources).map(([token, { inputs, outputs }]) => {
    const properties = Object.fromEntries(
      outputs.map((output) => [output, typeSpec(parseNotation(inputs[output] ?? "any").type)]),
    );
    return [token, { ...objectSpec(inputs, "inputProperties", "requiredInputs"), properties }];
  });
  const types = Object.entries(table.types).map(([type, properties]) => [
    typeToken(name, type),
    { type: "object", ...objectSpec(properties, "properties", "required") },
  ]);
  return {
    name,
    version: table.version,
    meta: { moduleFormat },
    resources: Object.fromEntries(resources),
    types: Object.fromEntries(types),
  };

  function objectSpec(declared: PropertyTypes, propertiesKey: string, requiredKey: string): Json {
    const entries = Object.entries(declared).map(
      ([property, notation]) => [property, parseNotation(notation)] as const,
    );
    return {
      [propertiesKey]: Object.fromEntries(entries.map(([property, { type }]) => [property, typeSpec(type)])),
      [requiredKey]: entries.filter(([, { required }]) => required).map(([property]) => property),
    };
  }

  function typeSpec(type: PropertyType): Json {
    switch (type.kind) {
      case "any":
        return { $ref: "pulumi.json#/Any" };
      case "enum":
        return { type: "string" };
      case "object":
        return { $ref: `#/types/${typeToken(name, type.name)}` };
      case "list":
        return { type: "array", items: typeSpec(type.element) };
      case "map":
        return { type: "object", additionalProperties: typeSpec(type.element) };
      default:
        return { type: type.kind };
    }
  }
}

/** `network.SubnetArgs` of azure-native is `azure-native:network:SubnetArgs`. */
function typeToken(packageName: string, type: string): string {
  const [module = "index", name = module] = type.includes(".") ? type.split(".") : ["index", type];
  return `${packageName}:${module}:${name}`;
}
