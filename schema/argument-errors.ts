/** What the components say to a value that is wrong: each argument is given one, and the error is read. */
import * as pulumi from "@pulumi/pulumi";
import * as exported from "../components";
import type { PackageSchema } from "./package-schema";

/** A property or an item of one, as far as a wrong value depends on it. */
export interface Shape {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Shape;
  readonly additionalProperties?: Shape;
}

type ComponentClass = new (name: string, args: object) => pulumi.ComponentResource;

/** A character that no text of an argument may have. */
const WRONG_TEXT = "\u0000";

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
 * The errors of the arguments of a component, by the path of the argument; names in maps are `<name>` there.
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
    for (const line of refusal(Component, { [name]: wrongValue(schema, shape) })) {
      const [path = "", ...reason] = line.trim().split(": ");
      if (!path.startsWith(name)) continue;
      const known = errors.get(generic(path)) ?? [];
      errors.set(generic(path), [
        ...known,
        reason.join(": ").replace(/; got ".*$|; got \S+$|; the value is not shown$/s, ""),
      ]);
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

function wrongValue(schema: PackageSchema, { type, $ref, items, additionalProperties }: Shape): unknown {
  if ($ref !== undefined) {
    const named = schema.types[$ref.replace("#/types/", "")];
    return named?.properties === undefined
      ? WRONG_TEXT
      : Object.fromEntries(
          Object.entries(named.properties).map(([name, shape]) => [name, wrongValue(schema, shape as Shape)]),
        );
  }
  if (items !== undefined) return [wrongValue(schema, items)];
  if (additionalProperties !== undefined) return { [MAP_KEY]: wrongValue(schema, additionalProperties) };
  return type === "string" ? WRONG_TEXT : type === "boolean" ? "perhaps" : 0.5;
}

const MAP_KEY = "app";

/** A path without the index and the name that were chosen here. */
function generic(path: string): string {
  return path.replaceAll(/\[0\]/g, "").replaceAll(`.${MAP_KEY}`, ".<name>");
}
