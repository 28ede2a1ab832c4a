/** The paths of members, as Pulumi writes property paths: `workloads.app.tags["cost center"]`. */

/** What a name may have to stand in a path as it is; a dot or a space in it would be taken for the end of it. */
const PLAIN = /^[\p{L}\p{N}_:/-]+$/u;

/** The path of the member `name` below `path`, which may be empty. */
export function memberPath(path: string, name: string): string {
  return PLAIN.test(name) ? joinPaths(path, name) : `${path}[${JSON.stringify(name)}]`;
}

/** One path below another; either may be empty. */
export function joinPaths(above: string, below: string): string {
  return above === "" || below === "" || below.startsWith("[") ? above + below : `${above}.${below}`;
}
