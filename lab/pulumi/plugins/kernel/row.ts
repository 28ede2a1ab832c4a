/** Finds the row of a plugin's table for a resource. */
import { coded, withCode } from "../../../../messages";
import type { ResourceShape } from "../schema/type-table";
import type { Plugin } from "./plugin";
import type { ResourceType } from "./resource-type";

/** The parts of a URN that a plugin needs. */
export interface UrnParts {
  /** Type token of the resource itself, without its parents'. */
  readonly token: string;
  /** The resource's name in the program. */
  readonly name: string;
}

/** Reads `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function parseUrn(urn: string): UrnParts {
  const [, , types = "", ...name] = urn.split("::");
  return { token: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/** What the plugin knows about the type of one resource. */
export interface Row<Client> {
  readonly type: ResourceType<Client>;
  readonly shape: ResourceShape;
  readonly replaceOnChanges: readonly string[];
  /** The resource's name in the program. */
  readonly name: string;
}

/** @throws Error that lists the supported resource types, if the URN's is none of them */
export function findRow<Client>(
  { name: plugin, resources, types }: Plugin<Client>,
  urn: string,
): Row<Client> {
  const { token, name } = parseUrn(urn);
  const type = resources.find((row) => row.token === token);
  const shape = types.resources[token];
  if (type === undefined || shape === undefined) {
    const known = resources.map((row) => row.token).join(", ");
    throw new Error(
      withCode(
        coded(
          "lab-resource-type-unsupported",
          `unrecognized resource type: ${token}. Expected a type that the lab's ${plugin} plugin supports: ${known}`,
        ),
      ),
    );
  }
  const replaceOnChanges = type.replaceOnChanges === "*" ? Object.keys(shape.inputs) : type.replaceOnChanges;
  return { type, shape, replaceOnChanges, name };
}
