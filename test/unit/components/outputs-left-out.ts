/** Which arguments a test that gives outputs leaves out: the schema has all that there are. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

interface Property {
  readonly plain?: boolean;
  readonly $ref?: string;
  readonly additionalProperties?: Property;
}
type Properties = Readonly<Record<string, Property>>;
interface Schema {
  readonly resources: Readonly<Record<string, { readonly inputProperties: Properties }>>;
  readonly types: Readonly<Record<string, { readonly properties?: Properties }>>;
}

/**
 * The paths of the arguments that may be outputs and are one in none of the cases, sorted: `workloads.*.guest.user`.
 * Whoever gives a list or a map, of which each element may be one too, makes them outputs.
 *
 * @param component - The class.
 * @param cases - Sets of arguments, since some exclude each other.
 * @param isOutput - Whether a value stands for an output.
 */
export function outputsLeftOut(
  component: string,
  cases: readonly object[],
  isOutput: (value: unknown) => boolean,
): string[] {
  const schema = JSON.parse(readFileSync(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as Schema;

  const inProperties = (properties: Properties, values: readonly unknown[], prefix: string): string[] =>
    Object.entries(properties).flatMap(([name, property]) => {
      const given = values.map((value) => (value as Record<string, unknown>)[name]);
      return inProperty(
        property,
        given.filter((value) => value !== undefined),
        `${prefix}${name}`,
      );
    });

  const inProperty = (property: Property, values: readonly unknown[], at: string): string[] => {
    if (property.plain !== true) {
      return values.some(isOutput) ? [] : [at];
    }
    const { $ref, additionalProperties } = property;
    if (additionalProperties !== undefined) {
      const inside = values.flatMap((value) => Object.values(value as object) as unknown[]);
      return inProperty(additionalProperties, inside, `${at}.*`);
    }
    const properties =
      $ref === undefined ? undefined : schema.types[$ref.replace("#/types/", "")]?.properties;
    return properties === undefined ? [] : inProperties(properties, values, `${at}.`);
  };

  const resource = schema.resources[`azure-to-aws-federation:index:${component}`];
  if (resource === undefined) {
    throw new Error(`the schema has no component ${component}`);
  }
  return inProperties(resource.inputProperties, cases, "").sort();
}
