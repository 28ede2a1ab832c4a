/** The audit's rule on trust in an OIDC provider that does not exist. */
import { missingProvidersOf } from "../model/providers-of-role";
import type { AuditRule } from "./audit-rule";

/** Roles that trust a provider that the account does not have. */
export const providerMissing: AuditRule = {
  id: "provider-missing",
  severity: "medium",
  title: "Every provider that a role trusts exists in its account.",
  why: "Nobody can assume the role by this statement today. The door opens for everyone that the statement admits as soon as someone creates the provider.",
  fix: "Delete the statement, or create the provider again.",
  limits: "The rule looks at accounts of which the snapshot has all OIDC providers.",
  *find({ roles, index }) {
    for (const { role, entries, correction } of roles) {
      for (const arn of missingProvidersOf(role, index)) {
        const isClosed = entries.some(
          ({ closedBy, provider }) => closedBy === "provider" && arn.endsWith(`:oidc-provider/${provider}`),
        );
        yield {
          subject: role.arn,
          message: `Role ${role.name} trusts ${arn}, and account ${role.account} has no such provider${isClosed ? ", so nobody can assume it by this statement" : ""}.`,
          remedy:
            correction === undefined
              ? "Delete the statement, or create the provider again."
              : "Delete the statement, or use the corrected trust policy of this report, and then create the provider again.",
          ...(isClosed ? { reach: "nobody" } : {}),
          cause: [arn],
        };
      }
    }
  },
};
