/**
 * The name of an entry in a map (workloads, policies). It becomes part of resource names: letters, digits, hyphens
 * and underscores.
 */
export function staticName(name: string): readonly string[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        "must be 1 to 40 letters, digits, hyphens or underscores, beginning and ending with a letter or digit",
      ];
}
