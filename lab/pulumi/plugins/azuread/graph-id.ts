/** IDs of the azuread provider are paths of Microsoft Graph. */

/** The last part of a path, which is the object ID: `/applications/<object ID>`. */
export function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
