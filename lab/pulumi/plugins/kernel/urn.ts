/** Reads Pulumi's resource names. */

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
