/** CloudFormation's names of a role's properties, by the names that other tools have, in lower case without `_`. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["managedpolicyarns", "ManagedPolicyArns"],
  ["maxsessionduration", "MaxSessionDuration"],
  ["name", "RoleName"],
  ["permissionsboundary", "PermissionsBoundary"],
  ["permissionsboundaryarn", "PermissionsBoundary"],
  ["rolename", "RoleName"],
]);

/**
 * A role's properties in CloudFormation's words, as far as their names tell: of a role that was found by its shape,
 * nothing else is known. The trust policy is not among them.
 */
export function shapedRole(role: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(role)) {
    const known = NAMES.get(name.replaceAll("_", "").toLowerCase());
    if (known !== undefined) {
      properties[known] = value;
    }
  }
  return properties;
}
