/** Cuts what a cloud returned down to what a program may give. */
import type { PropertyTypes, TypeTable } from "../schema/type-table";
import { isObject, type Properties, type PropertyValue } from "./property-value";
import { parseNotation, type PropertyType } from "./type-notation";

/** The members of a bag that the SDK declares as inputs, at every depth: read-only ones are left out. */
export function declaredMembers(
  bag: Properties,
  declared: PropertyTypes,
  types: TypeTable["types"],
): Properties {
  const cut = (value: PropertyValue, type: PropertyType): PropertyValue => {
    if (Array.isArray(value)) {
      return type.kind === "list" ? value.map((element) => cut(element, type.element)) : value;
    }
    return isObject(value) && type.kind === "object"
      ? declaredMembers(value, types[type.name] ?? {}, types)
      : value;
  };
  const members = Object.entries(declared).flatMap(([name, notation]) => {
    const value = bag[name];
    return value === undefined ? [] : [[name, cut(value, parseNotation(notation).type)] as const];
  });
  return Object.fromEntries(members);
}
