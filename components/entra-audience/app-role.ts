import { createHash } from "node:crypto";

/** The `value` of the app role, which the `roles` claim of tokens contains. */
export const APP_ROLE_VALUE = "Aws.Federate";

/** Namespace of this package for name-based UUIDs. */
const NAMESPACE = "6d0c3c52-1f4e-4b0a-9c39-5b7f6f2c8a11";

/**
 * The ID of the app role: a name-based UUID (version 5, RFC 9562) of its value. Entra requires unique IDs only within one
 * application. The same ID everywhere survives a rename of the stack or the component.
 */
export function appRoleId(value: string = APP_ROLE_VALUE): string {
  const digest = createHash("sha1")
    .update(Buffer.from(NAMESPACE.replaceAll("-", ""), "hex"))
    .update(value)
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/**
 * Who can be assigned to the app role.
 *
 * @param allowUsersAndGroups - Whether users and groups can be, in addition to applications and managed identities.
 */
export function allowedMemberTypes(allowUsersAndGroups: boolean): string[] {
  return allowUsersAndGroups ? ["User", "Application"] : ["Application"];
}
