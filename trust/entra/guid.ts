const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Tells whether `value` is a GUID in the form that Entra writes them: 8-4-4-4-12 hexadecimal digits without
 * braces, in either case. Tenant IDs, client IDs and principal IDs are all of this form.
 */
export function isGuid(value: unknown): boolean {
  return typeof value === "string" && GUID.test(value);
}
