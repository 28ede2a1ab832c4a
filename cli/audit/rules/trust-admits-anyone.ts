/** The audit's rule on roles that every customer of an identity provider can assume. */
import type { AuditRule } from "./audit-rule";
import { rolesOfReach } from "./trust-reach";

/** Roles whose trust policy has the reach `anyone`. */
export const trustAdmitsAnyone: AuditRule = {
  id: "trust-admits-anyone",
  severity: "critical",
  title: "No role admits every customer of an identity provider.",
  why: "Anyone with an account at the provider, or with a token from it, can assume the role. Nobody has to steal anything first.",
  fix: "Use the corrected trust policy of the report: it pins an exact audience and an exact subject.",
  limits:
    "Service control policies and resource control policies are not in the input. They can keep strangers out.",
  find: (model) => rolesOfReach(model, "anyone"),
};
