import type { AuditRule } from "./audit-rule";
import { trustAdmitsAnyone } from "./trust-admits-anyone";
import { trustAdmitsNobody } from "./trust-admits-nobody";
import { trustAdmitsReplay } from "./trust-admits-replay";
import { trustAdmitsTenant } from "./trust-admits-tenant";

/** All rules, in the order of the manual. */
export const AUDIT_RULES: readonly AuditRule[] = [
  trustAdmitsAnyone,
  trustAdmitsTenant,
  trustAdmitsReplay,
  trustAdmitsNobody,
];
