/** The audit's rule on roles that accept a workload's tokens for other services. */
import type { AuditRule } from "./audit-rule";
import { rolesOfReach } from "./trust-reach";

/** Roles whose trust policy has the reach `replay`. */
export const trustAdmitsReplay: AuditRule = {
  id: "trust-admits-replay",
  severity: "medium",
  title: "No role accepts a token that was issued for another audience.",
  why: "The named identity can assume the role with tokens that it got for other services. Each of these services can use such a token itself.",
  fix: "Use the corrected trust policy of the report: it pins an exact audience.",
  limits: "The audit does not know which services get tokens of the identity.",
  find: (model) => rolesOfReach(model, "replay"),
};
