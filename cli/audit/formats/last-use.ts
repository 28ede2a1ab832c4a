import type { AuditedRole } from "../audit-report";

/** When a role was last used: a date, or `never`; empty if the input does not say. */
export function lastUseOfRole({ lastUsed }: Pick<AuditedRole, "lastUsed">): string {
  return lastUsed === undefined ? "" : lastUsed.slice(0, 10);
}
