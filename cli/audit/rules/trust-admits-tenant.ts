/** The audit's rule on roles that everyone in a tenant, cluster, or organization can assume. */
import type { AuditRule } from "./audit-rule";
import { rolesOfReach } from "./trust-reach";

/** Roles whose trust policy has the reach `tenant`. */
export const trustAdmitsTenant: AuditRule = {
  id: "trust-admits-tenant",
  severity: "high",
  title: "No role admits everyone in a tenant, cluster, or organization.",
  why: "Every identity of the directory, cluster, or organization behind the provider can assume the role, also those that other teams create tomorrow.",
  fix: "Use the corrected trust policy of the report: it pins an exact subject.",
  limits:
    'An Entra application that requires assignment narrows the tenant to the assigned identities. If the input does not have the application\'s service principal, the report says "unless the application requires assignment". The rules trust-admits-assigned and application-open-to-tenant look at the setting.',
  find: (model) => rolesOfReach(model, "tenant"),
};
