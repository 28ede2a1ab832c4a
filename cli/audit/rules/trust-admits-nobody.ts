/** The audit's rule on trust statements that no token satisfies. */
import type { AuditRule } from "./audit-rule";
import { rolesOfReach } from "./trust-reach";

/** Roles whose trust policy has the reach `nobody`. */
export const trustAdmitsNobody: AuditRule = {
  id: "trust-admits-nobody",
  severity: "low",
  title: "Every statement of a trust policy admits somebody.",
  why: "Nobody can assume the role by this statement as it is written. It is a mistake that someone may repair in a hurry, or configuration that nobody needs.",
  fix: "Correct the statement as the report says, or delete it.",
  limits:
    "A token can have claims that no documentation lists. If somebody does use the role, report this finding.",
  find: (model) => rolesOfReach(model, "nobody"),
};
