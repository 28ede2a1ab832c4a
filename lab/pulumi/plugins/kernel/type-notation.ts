/** Reads the notation of {@link PropertyTypes}. */

/** One type, read from its notation. */
export type PropertyType =
  | { readonly kind: "any" | "string" | "number" | "boolean" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "object"; readonly name: string }
  | { readonly kind: "list" | "map"; readonly element: PropertyType };

/** A property's type and whether it must be given. */
export interface PropertyDeclaration {
  readonly type: PropertyType;
  readonly required: boolean;
}

/** Reads one property's notation, for example `string[]!`. */
export function parseNotation(notation: string): PropertyDeclaration {
  const required = notation.endsWith("!");
  return { required, type: parseType(required ? notation.slice(0, -1) : notation) };
}

function parseType(text: string): PropertyType {
  if (text.endsWith("[]")) {
    return { kind: "list", element: parseType(text.slice(0, -2)) };
  }
  if (text.endsWith("{}")) {
    return { kind: "map", element: parseType(text.slice(0, -2)) };
  }
  if (text.startsWith("'")) {
    return { kind: "enum", values: text.slice(1, -1).split("'|'") };
  }
  if (text === "any" || text === "string" || text === "number" || text === "boolean") {
    return { kind: text };
  }
  return { kind: "object", name: text };
}
