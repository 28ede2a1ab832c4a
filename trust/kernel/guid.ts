const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether `value` is a GUID: 8-4-4-4-12 hexadecimal digits without braces, in either case. Tenant IDs,
 * client IDs, and principal IDs all have this form.
 */
export function isGuid(value: unknown): boolean {
  return typeof value === "string" && GUID.test(value);
}
