/** An example with the types of its values, which some languages write down. */
import { componentOf, type Described, namedTypeOf } from "../reference-table";
import type { PackageSchema } from "../schema-shape";
import { type Example, type ExampleResource, type ExampleValue, FromConfig, OutputOf } from "./example";

/** A value with its type in the schema. */
export type TypedValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "config"; readonly key: string }
  | { readonly kind: "output"; readonly from: OutputOf }
  /** `objectType` is the named type of the items, if they have one: then the list is plain. */
  | { readonly kind: "list"; readonly items: readonly TypedValue[]; readonly objectType?: string }
  | { readonly kind: "map"; readonly entries: readonly Member[]; readonly objectType?: string }
  | {
      readonly kind: "object";
      readonly type: string;
      readonly members: readonly Member[];
      readonly required: boolean;
    };

/** A named value. */
export type Member = readonly [name: string, value: TypedValue];

/** A resource with the types of its arguments. */
export interface TypedResource extends Omit<ExampleResource, "args"> {
  readonly args: readonly Member[];
  /** Whether the program uses the resource's outputs. */
  readonly used: boolean;
}

/** An example whose values have types, and whose names are all in the schema. */
export interface TypedExample extends Omit<Example, "resources"> {
  readonly resources: readonly TypedResource[];
  /** Keys of the configuration, in the order of their use. */
  readonly config: readonly string[];
  /** Names of the types of objects, in alphabetical order. */
  readonly types: readonly string[];
  /** Names of the components, in alphabetical order. */
  readonly components: readonly string[];
}

/**
 * Looks up the types of an example.
 *
 * @throws Error for a component, argument, or output that the schema does not have
 */
export function typedExample(schema: PackageSchema, example: Example): TypedExample {
  const resources = example.resources.map(({ args, ...rest }) => {
    const { inputProperties = {}, requiredInputs = [] } = componentOf(schema, rest.component);
    for (const required of requiredInputs) {
      if (args[required] === undefined) {
        throw new Error(`the example of ${rest.component} lacks the argument ${required}`);
      }
    }
    return { ...rest, args: membersOf(schema, rest.component, args, inputProperties, requiredInputs) };
  });
  const values = resources.flatMap(({ args }) => args.flatMap(([, value]) => allIn(value)));
  const outputs = [
    ...values.flatMap((value) => (value.kind === "output" ? [value.from] : [])),
    ...Object.values(example.exports),
  ];
  outputs.forEach((output) => {
    checkOutput(schema, resources, output);
  });
  const used = new Set(outputs.map(({ variable }) => variable));
  return {
    ...example,
    resources: resources.map((resource) => ({ ...resource, used: used.has(resource.variable) })),
    config: [...new Set(values.flatMap((value) => (value.kind === "config" ? [value.key] : [])))],
    types: unique(values.flatMap((value) => (value.kind === "object" ? [value.type] : []))),
    components: unique(resources.map(({ component }) => component)),
  };
}

function membersOf(
  schema: PackageSchema,
  place: string,
  values: Readonly<Record<string, ExampleValue>>,
  properties: Readonly<Record<string, Described>>,
  required: readonly string[],
): Member[] {
  return Object.entries(values).map(([name, value]) => {
    const property = properties[name];
    if (property === undefined) {
      throw new Error(`${place} has no argument ${name}`);
    }
    return [name, typed(schema, value, property, required.includes(name))] as const;
  });
}

function typed(
  schema: PackageSchema,
  value: ExampleValue,
  property: Described,
  required: boolean,
): TypedValue {
  if (typeof value === "string") {
    return { kind: "text", text: value };
  }
  if (value instanceof FromConfig) {
    return { kind: "config", key: value.key };
  }
  if (value instanceof OutputOf) {
    return { kind: "output", from: value };
  }
  const type = namedTypeOf(schema, property);
  const named = type === undefined ? {} : { objectType: type.name };
  const { items, additionalProperties } = property;
  if (items !== undefined) {
    const given = value as readonly ExampleValue[];
    return { kind: "list", items: given.map((item) => typed(schema, item, items, true)), ...named };
  }
  const members = value as Readonly<Record<string, ExampleValue>>;
  if (additionalProperties !== undefined) {
    const entries = Object.entries(members).map(
      ([name, member]) => [name, typed(schema, member, additionalProperties, true)] as const,
    );
    return { kind: "map", entries, ...named };
  }
  if (type?.members === undefined) {
    throw new Error(`no type for ${JSON.stringify(value)}`);
  }
  const inner = membersOf(schema, type.name, members, type.members, type.required);
  return { kind: "object", type: type.name, members: inner, required };
}

/** A value and all values in it. */
function allIn(value: TypedValue): TypedValue[] {
  switch (value.kind) {
    case "list":
      return [value, ...value.items.flatMap(allIn)];
    case "map":
      return [value, ...value.entries.flatMap(([, inner]) => allIn(inner))];
    case "object":
      return [value, ...value.members.flatMap(([, inner]) => allIn(inner))];
    default:
      return [value];
  }
}

function checkOutput(
  schema: PackageSchema,
  resources: readonly Pick<ExampleResource, "variable" | "component">[],
  { variable, output, workload }: OutputOf,
): void {
  const component = resources.find((resource) => resource.variable === variable)?.component ?? "";
  const { properties = {} } = componentOf(schema, component);
  const found =
    workload === undefined
      ? properties[output]
      : namedTypeOf(schema, properties.workloads ?? {})?.members?.[output];
  if (found === undefined) {
    throw new Error(`${component} has no output ${output}`);
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
