/** The audit's rule on roles that any identity assigned to the application can assume. */
import type { AuditRule } from "./audit-rule";
import { rolesOfReach } from "./trust-reach";

/** Roles whose trust policy has the reach `assigned`. */
export const trustAdmitsAssigned: AuditRule = {
  id: "trust-admits-assigned",
  severity: "medium",
  title: "No role admits every identity that is assigned to an application.",
  why: "The application requires assignment, so Entra issues its tokens only to assigned identities. Each of them can assume the role, also one that is assigned tomorrow. Owners of the application and some administrators of the tenant can assign identities, and every member of an assigned group gets in.",
  fix: "Use the corrected trust policy of the report: it pins an exact subject.",
  limits:
    "The rule needs the application's service principal in the input. The number of assigned identities needs a snapshot. Members of groups are not in the input.",
  find: (model) => rolesOfReach(model, "assigned"),
};
