/** What a program sees of a resource before anything is made or changed. */
import type { ResourceShape, TypeTable } from "../schema/type-table";
import type { PropertyChange } from "./diff";
import { isObject, type Properties, type PropertyValue, UNKNOWN } from "./property-value";

/**
 * Outputs of a resource that does not exist yet: given inputs as they are, all else unknown, also inside of objects.
 *
 * @evidence source code azure-native fills the members of a nested output that the program does not give with unknown values.
 * Source: pulumi-azure-native, `PreviewOutputs` of the SDK shape converter.
 */
export function previewCreate(
  inputs: Properties,
  { outputs, nested = {} }: Pick<ResourceShape, "outputs" | "nested">,
  responses: TypeTable["responses"] = {},
): Properties {
  const members = Object.fromEntries(outputs.map((name) => [name, nested[name] ?? ""]));
  return filled(inputs, members, responses);
}

/** An object with an unknown value for each member that it lacks. */
function filled(
  given: Properties,
  members: Readonly<Record<string, string>>,
  responses: NonNullable<TypeTable["responses"]>,
): Properties {
  const value = (item: PropertyValue | undefined, type: string): PropertyValue => {
    if (item === undefined) {
      return UNKNOWN;
    }
    if (Array.isArray(item)) {
      return item.map((element) => value(element, type));
    }
    const inner = responses[type];
    return inner === undefined || !isObject(item) ? item : filled(item, inner, responses);
  };
  return Object.fromEntries(Object.entries(members).map(([name, type]) => [name, value(given[name], type)]));
}

/**
 * Outputs of a resource that will change: inputs as they will be, outputs that depend on a changed input unknown, all
 * else as it is.
 */
export function previewUpdate(
  state: Properties,
  inputs: Properties,
  changes: readonly PropertyChange[],
  outputNames: readonly string[],
  recomputed: Readonly<Record<string, readonly string[]>>,
): Properties {
  const changed = new Set(changes.map(({ path }) => /^\w+/.exec(path)?.[0] ?? path));
  const outputs = outputNames.map((name) => {
    if (inputs[name] !== undefined) {
      return [name, inputs[name]] as const;
    }
    const depends = recomputed[name]?.some((input) => changed.has(input)) === true;
    return [name, depends ? UNKNOWN : (state[name] ?? null)] as const;
  });
  return Object.fromEntries(outputs.filter(([, value]) => value !== null));
}
