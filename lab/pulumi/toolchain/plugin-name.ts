/**
 * Checks the name of a Pulumi package before it becomes part of a file name.
 *
 * @throws Error with the name and what is allowed
 */
export function checkPluginName(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error(
      `plugin name ${JSON.stringify(name)} is not allowed: a small letter, then small letters, digits and hyphens`,
    );
  }
  return name;
}
