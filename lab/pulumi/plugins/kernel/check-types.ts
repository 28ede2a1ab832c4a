/** Holds the inputs of a resource against what its SDK class accepts. */
import type { PropertyTypes, TypeTable } from "../schema/type-table";
import { isObject, isUnknown, type Properties, type PropertyValue } from "./property-value";
import { parseNotation, type PropertyType } from "./type-notation";

/** One thing that is wrong with the inputs, before a provider puts it into its own words. */
export type TypeProblem =
  | { readonly kind: "missing"; readonly path: string }
  | { readonly kind: "unknown"; readonly path: string; readonly allowed: readonly string[] }
  | { readonly kind: "type"; readonly path: string; readonly expected: string; readonly actual: string }
  | {
      readonly kind: "enum";
      readonly path: string;
      readonly value: string;
      readonly allowed: readonly string[];
    };

/** All problems of the inputs, in the order of the properties. Values that are not known yet pass. */
export function checkTypes(
  inputs: Properties,
  properties: PropertyTypes,
  types: TypeTable["types"],
): TypeProblem[] {
  return new TypeCheck(types).object(inputs, properties, "");
}

class TypeCheck {
  readonly #types: TypeTable["types"];

  constructor(types: TypeTable["types"]) {
    this.#types = types;
  }

  object(value: Properties, properties: PropertyTypes, path: string): TypeProblem[] {
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const allowed = Object.keys(properties);
    const unknown = Object.keys(value)
      .filter((name) => !allowed.includes(name) && !name.startsWith("__"))
      .map((name): TypeProblem => ({ kind: "unknown", path: at(name), allowed }));
    const known = Object.entries(properties).flatMap(([name, notation]) => {
      const { required, type } = parseNotation(notation);
      const member = value[name];
      if (member !== undefined) {
        return this.#value(member, type, at(name));
      }
      return required ? [{ kind: "missing" as const, path: at(name) }] : [];
    });
    return [...known, ...unknown];
  }

  #value(value: PropertyValue, type: PropertyType, path: string): TypeProblem[] {
    if (isUnknown(value) || type.kind === "any") {
      return [];
    }
    const wrong = (expected: string): TypeProblem[] => [
      { kind: "type", path, expected, actual: nameType(value) },
    ];
    switch (type.kind) {
      case "list":
        if (!Array.isArray(value)) {
          return wrong("list");
        }
        return value.flatMap((element, index) => this.#value(element, type.element, `${path}[${index}]`));
      case "map":
        if (!isObject(value)) {
          return wrong("map");
        }
        return Object.entries(value).flatMap(([key, member]) =>
          this.#value(member, type.element, `${path}.${key}`),
        );
      case "object":
        return isObject(value) ? this.object(value, this.#types[type.name] ?? {}, path) : wrong("object");
      case "enum":
        if (typeof value !== "string") {
          return wrong("string");
        }
        return type.values.includes(value) ? [] : [{ kind: "enum", path, value, allowed: type.values }];
      default:
        return typeof value === type.kind ? [] : wrong(type.kind);
    }
  }
}

function nameType(value: PropertyValue): string {
  if (Array.isArray(value)) {
    return "list";
  }
  return isObject(value) ? "object" : typeof value;
}
