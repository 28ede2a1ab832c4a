/** What the components say to a value that is wrong: each argument is given one, and the error is read. */
import * as pulumi from "@pulumi/pulumi";
import * as exported from "../../components";
import type { PackageSchema } from "./package-schema";

/** A property or an item of one, as far as a wrong value depends on it. */
export interface Shape {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Shape;
  readonly additionalProperties?: Shape;
}

type ComponentClass = new (name: string, args: object) => pulumi.ComponentResource;

/** What texts are given, in turn until one is refused: what hardly any may hold, what is too long, and what is none. */
const WRONG_TEXTS = ["\u0000", "x".repeat(5000), 0.5] as const;

/** Has a stand-in for the engine take what the components declare; to be called once before {@link argumentErrors}. */
export async function standInForEngine(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({
      id: name,
      state: inputs as object,
    }),
    call: () => ({}),
  });
}

/**
 * The errors of the arguments of a component, by the path of the argument; names in maps are `<name>` there, and
 * `<key>` where the name itself is wrong.
 *
 * @param component - The name of the class.
 */
export function argumentErrors(
  schema: PackageSchema,
  component: string,
): ReadonlyMap<string, readonly string[]> {
  const Component = exported[component as keyof typeof exported] as unknown as ComponentClass;
  const properties = schema.resources[`azure-to-aws-federation:index:${component}`]?.inputProperties ?? {};
  const errors = new Map<string, string[]>();
  for (const [name, shape] of Object.entries(properties)) {
    const values = WRONG_TEXTS.map((text) => wrongValue(schema, shape, text));
    for (const value of [...values, ...withoutStructure(schema, shape)]) {
      const found = new Map<string, string[]>();
      for (const line of refusal(Component, { [name]: value })) {
        const [path = "", ...reason] = line.trim().split(": ");
        if (!path.startsWith(name) || errors.has(generic(path))) {
          continue;
        }
        found.set(generic(path), [...(found.get(generic(path)) ?? []), withoutValue(reason.join(": "))]);
      }
      for (const [path, reasons] of found) {
        errors.set(path, reasons);
      }
    }
  }
  return errors;
}

/** The lines of the error, without its headline. */
function refusal(Component: ComponentClass, args: object): readonly string[] {
  try {
    new Component("name", args);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
}

function withoutValue(reason: string): string {
  return reason.replace(/; got ".*$|; got \S+$|; the value is not shown$/s, "").replace(/, has 5000$/, "");
}

function wrongValue(schema: PackageSchema, shape: Shape, text: unknown): unknown {
  const { type, $ref, items, additionalProperties } = shape;
  if ($ref !== undefined) {
    const named = schema.types[$ref.replace("#/types/", "")];
    return named?.properties === undefined
      ? text
      : Object.fromEntries(
          Object.entries(named.properties).map(([name, shape]) => [
            name,
            wrongValue(schema, shape as Shape, text),
          ]),
        );
  }
  if (items !== undefined) {
    return [wrongValue(schema, items, text)];
  }
  if (additionalProperties !== undefined) {
    return { [MAP_KEY]: wrongValue(schema, additionalProperties, text) };
  }
  return type === "string" ? text : type === "boolean" ? "perhaps" : 0.5;
}

/** Values in which a number stands where one structure, list or map belongs, of which each has its turn. */
function withoutStructure(schema: PackageSchema, { $ref, items, additionalProperties }: Shape): unknown[] {
  const named = $ref === undefined ? undefined : schema.types[$ref.replace("#/types/", "")];
  if (named?.properties !== undefined) {
    const members = Object.entries(named.properties).flatMap(([name, shape]) =>
      withoutStructure(schema, shape as Shape).map((value) => ({ [name]: value })),
    );
    return [0.5, ...members];
  }
  if (items !== undefined) {
    return [0.5, ...withoutStructure(schema, items).map((value) => [value])];
  }
  if (additionalProperties === undefined) {
    return [];
  }
  return [
    0.5,
    { [WRONG_KEY]: wrongValue(schema, additionalProperties, WRONG_TEXTS[0]) },
    ...withoutStructure(schema, additionalProperties).map((value) => ({ [MAP_KEY]: value })),
  ];
}

const MAP_KEY = "app";

/** No map takes it as a name. */
const WRONG_KEY = "\u0000?";

/** A path without the index and the name that were chosen here. */
function generic(path: string): string {
  return path
    .replaceAll("[0]", "")
    .replaceAll(`.${MAP_KEY}`, ".<name>")
    .replaceAll(`[${JSON.stringify(WRONG_KEY)}]`, ".<key>");
}
