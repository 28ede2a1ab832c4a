/** The parts of a Pulumi package schema that have arguments. */
export interface CountedSchema {
  readonly resources: Readonly<Record<string, { readonly inputProperties: Properties }>>;
  readonly types: Readonly<Record<string, { readonly properties?: Properties }>>;
}

type Properties = Readonly<Record<string, unknown>>;

const TYPE = "#/types/";

/**
 * Counts the arguments that a user of a component meets: its own, and those of each object in them. An object type that several arguments
 * share counts once. Enums have no arguments.
 *
 * @param resource - The component's type token.
 * @returns The number of arguments by the name of the component or object.
 * @throws Error if the schema does not have the component
 */
export function countArguments(schema: CountedSchema, resource: string): Readonly<Record<string, number>> {
  const component = schema.resources[resource];
  if (component === undefined) {
    throw new Error(`schema.json: no component "${resource}"`);
  }
  const counts: Record<string, number> = {};
  const count = (token: string, properties: Properties): void => {
    const name = token.slice(token.lastIndexOf(":") + 1);
    if (counts[name] !== undefined) {
      return;
    }
    counts[name] = Object.keys(properties).length;
    for (const type of typesIn(properties)) {
      const inner = schema.types[type]?.properties;
      if (inner !== undefined) {
        count(type, inner);
      }
    }
  };
  count(resource, component.inputProperties);
  return counts;
}

/** The tokens of the package's types that a schema refers to. */
function typesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    name === "$ref" && typeof member === "string" && member.startsWith(TYPE)
      ? [decodeURIComponent(member.slice(TYPE.length))]
      : typesIn(member),
  );
}
